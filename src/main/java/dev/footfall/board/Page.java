package dev.footfall.board;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * The page as browsers get it: a document, two scripts, a style sheet and an icon, read and
 * compressed once. All but the document bear a digest of what is in them in their names: a browser
 * keeps them for good, and asks for others as soon as the document names others.
 */
final class Page {

  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final int DIGITS = 16;

  /** Each is joined with all that it imports. */
  private static final List<String> SCRIPTS = List.of("first.js", "board.js");

  private final Map<String, Part> parts = new LinkedHashMap<>();

  private Page() {}

  /**
   * A file that browsers ask for.
   *
   * @param keeping for how long they may keep it, as {@code Cache-Control} says it
   */
  private record Part(String contentType, String keeping, byte[] plain, byte[] compressed) {

    static Part of(String contentType, String keeping, String text) {
      byte[] plain = text.getBytes(StandardCharsets.UTF_8);
      return new Part(contentType, keeping, plain, gzip(plain));
    }

    void answer(Context request) {
      boolean takesCompressed =
          Objects.requireNonNullElse(request.header(Header.ACCEPT_ENCODING), "").contains("gzip");
      request
          .disableCompression()
          .contentType(contentType)
          .header(Header.CACHE_CONTROL, keeping)
          .header(Header.VARY, Header.ACCEPT_ENCODING)
          .result(takesCompressed ? compressed : plain);
      if (takesCompressed) {
        request.header(Header.CONTENT_ENCODING, "gzip");
      }
    }
  }

  /** Reads the page from the jar. */
  static Page read() {
    Page page = new Page();
    String icon = page.keep("icon.svg", "image/svg+xml", text("icon.svg"));
    UnaryOperator<String> named = text -> text.replace("\"icon.svg\"", quoted(icon));
    String document = named.apply(text("index.html"));
    for (String script : SCRIPTS) {
      String joined = named.apply(JoinedModules.of(script, Page::text));
      String path = page.keep(script, "text/javascript; charset=utf-8", joined);
      document = document.replace(quoted(script), quoted(path));
    }
    String style = page.keep("board.css", "text/css; charset=utf-8", text("board.css"));
    document = document.replace(quoted("board.css"), quoted(style));
    page.parts.put("", Part.of("text/html; charset=utf-8", "no-cache", document));
    return page;
  }

  /** Under its name with a digest in it. */
  private String keep(String file, String contentType, String text) {
    String path = file.replace(".", "-" + digest(text) + ".");
    parts.put(path, Part.of(contentType, FOR_GOOD, text));
    return path;
  }

  void serve(RoutesConfig routes) {
    parts.forEach((path, part) -> routes.get("/" + path, part::answer));
  }

  private static String quoted(String path) {
    return '"' + path + '"';
  }

  private static String text(String file) {
    try (InputStream text =
        Objects.requireNonNull(Page.class.getResourceAsStream("page/" + file), file)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return compressed.toByteArray();
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
