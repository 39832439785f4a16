package dev.footfall.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML document and keeps the place of every value. What is no YAML, or no YAML that a
 * person would write, is a problem with its place, never an exception.
 */
public final class YamlFile {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private YamlFile() {}

  /** The file's document; an empty mapping if the file says nothing; empty if it is no YAML. */
  public static Optional<YamlNode> read(Path path, Problems problems) {
    return textOf(path, problems).flatMap(text -> parse(path.toString(), text, problems));
  }

  /**
   * The document that is written in this text; an empty mapping if it says nothing; empty if it is
   * no YAML.
   *
   * @param file names the text in positions
   */
  public static Optional<YamlNode> parse(String file, String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setSchema(new CoreSchema())
            .setMaxAliasesForCollections(YamlTree.MAX_VALUES)
            .build();
    try {
      Composer documents = new ShallowComposer(settings, withoutByteOrderMark(text));
      if (!documents.hasNext()) {
        return Optional.of(YamlTree.nothing(file));
      }
      Optional<YamlNode> document = new YamlTree(file, problems).of(documents.next());
      if (documents.hasNext()) {
        Node second = documents.next();
        problems.add(
            YamlTree.position(file, second.getStartMark()),
            "a second document begins here",
            "write one document, and the other in a file of its own");
      }
      return document;
    } catch (YamlEngineException noYaml) {
      problems.add(SyntaxProblem.of(noYaml, file, text));
      return Optional.empty();
    }
  }

  private static String withoutByteOrderMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static Optional<String> textOf(Path path, Problems problems) {
    Position start = Position.startOf(path.toString());
    try {
      if (Files.isDirectory(path)) {
        problems.add(start, "this is a folder", "name a file");
        return Optional.empty();
      }
      if (!Files.exists(path)) {
        problems.add(start, "there is no such file", "name a file that is there");
        return Optional.empty();
      }
      if (Files.size(path) > MAX_BYTES) {
        problems.add(start, "the file is longer than 1 MB", "split it into several files");
        return Optional.empty();
      }
      return decode(Files.readAllBytes(path), path.toString(), problems);
    } catch (IOException unreadable) {
      problems.add(start, "the file cannot be read", "let this user read it");
      return Optional.empty();
    }
  }

  private static Optional<String> decode(byte[] bytes, String file, Problems problems) {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    CoderResult result = utf8.decode(ByteBuffer.wrap(bytes), decoded, true);
    String text = decoded.flip().toString();
    if (result.isError()) {
      Position broken = SyntaxProblem.positionAfter(text, file);
      problems.add(broken, "what stands here is not UTF-8", "save the file as UTF-8");
      return Optional.empty();
    }
    return Optional.of(text);
  }
}
