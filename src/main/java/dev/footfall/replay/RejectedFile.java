package dev.footfall.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps what was rejected, one JSON object a line, as {@link RepairedFile} reads it; the raw bytes
 * as text where they are, else in Base64.
 */
public final class RejectedFile implements AutoCloseable {

  private final JsonGenerator json;
  private boolean isEmpty = true;

  private RejectedFile(JsonGenerator json) {
    this.json = json;
  }

  /** A file at this path, made anew. */
  public static RejectedFile at(Path path) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(path));
    json.setRootValueSeparator(new SerializedString("\n"));
    return new RejectedFile(json);
  }

  public synchronized void write(RejectedRow row) throws IOException {
    isEmpty = false;
    json.writeStartObject();
    json.writeStringField("place", row.place());
    json.writeStringField("reason", row.reason());
    json.writeStringField("detail", row.detail());
    json.writeNumberField("size", row.size());
    Optional<String> text = row.text();
    if (text.isPresent()) {
      json.writeStringField("raw", text.get());
    } else {
      json.writeBinaryField("raw_base64", row.raw());
    }
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    if (!isEmpty) {
      json.writeRaw('\n');
    }
    json.close();
  }
}
