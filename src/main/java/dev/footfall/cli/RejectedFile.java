package dev.footfall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.footfall.event.RejectedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is no event, one JSON object a line; the raw bytes as text where they are, else in
 * Base64.
 */
final class RejectedFile implements AutoCloseable {

  private final @Nullable JsonGenerator json;

  private RejectedFile(@Nullable JsonGenerator json) {
    this.json = json;
  }

  /** A file at this path, made anew; none if the path is null. */
  static RejectedFile at(@Nullable Path path) throws IOException {
    if (path == null) {
      return new RejectedFile(null);
    }
    JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(path));
    json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
    return new RejectedFile(json);
  }

  boolean isWanted() {
    return json != null;
  }

  synchronized void write(RejectedEvent rejected) {
    if (json == null) {
      return;
    }
    try {
      json.writeStartObject();
      json.writeStringField("place", rejected.place());
      json.writeStringField("reason", rejected.reason().name().toLowerCase(Locale.ROOT));
      json.writeStringField("detail", rejected.detail());
      json.writeNumberField("size", rejected.size());
      String text = new String(rejected.raw(), StandardCharsets.UTF_8);
      if (java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), rejected.raw())) {
        json.writeStringField("raw", text);
      } else {
        json.writeBinaryField("raw_base64", rejected.raw());
      }
      json.writeEndObject();
    } catch (IOException unwritable) {
      throw new UncheckedIOException("what is rejected cannot be kept", unwritable);
    }
  }

  @Override
  public void close() throws IOException {
    if (json != null) {
      json.writeRaw('\n');
      json.close();
    }
  }
}
