package dev.footfall.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.footfall.event.Schemas;
import dev.footfall.event.UnknownSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a registry for each schema once. While the registry is away whoever asks waits: the job
 * holds its breath instead of rejecting what is right.
 */
final class RegistrySchemas implements Schemas {

  private static final Logger LOG = LoggerFactory.getLogger(RegistrySchemas.class);

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * It may be registered a moment after its first message; a flood of such must not ask for each.
   */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(30);

  /** Nobody writes by so many; numbers that stand for nothing could be without end. */
  private static final int MAX_KNOWN = 10_000;

  /**
   * What the registry says of a subject, version or schema that is not there: 40401, 40402, 40403.
   * Another 404 is that of a wrong address, which must not reject everything.
   */
  private static final int NOT_THERE = 404;

  private final SchemaRegistry registry;
  private final Map<Integer, Known> known = new HashMap<>();

  /**
   * What is known of a number.
   *
   * @param schema null if there is none
   * @param why there is none; empty if there is one
   * @param at when that was learnt, by {@link System#nanoTime}
   */
  private record Known(@Nullable Schema schema, String why, long at) {}

  /** The registry is there, and will not answer as long as it is asked like this. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  RegistrySchemas(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Schema schema(int id) throws UnknownSchema {
    Known answer = known.get(id);
    if (answer == null || isStale(answer)) {
      answer = askPatiently(id);
      if (known.size() >= MAX_KNOWN) {
        known.clear();
      }
      known.put(id, answer);
    }
    if (answer.schema() == null) {
      throw new UnknownSchema(answer.why());
    }
    return answer.schema();
  }

  private static boolean isStale(Known answer) {
    return answer.schema() == null && secondsSince(answer.at()) > ASK_AGAIN_AFTER.toSeconds();
  }

  private Known askPatiently(int id) {
    long began = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    boolean away = false;
    while (true) {
      try {
        Known answer = ask(id);
        if (away) {
          LOG.warn("schema registry {} is back after {} s", registry, secondsSince(began));
        }
        return answer;
      } catch (Refused refused) {
        throw new UncheckedIOException(
            new IOException("schema registry " + registry + ": " + refused.getMessage()));
      } catch (IOException failed) {
        if (secondsSince(began) >= registry.patience().toSeconds()) {
          throw new UncheckedIOException(
              new IOException(
                  "schema registry %s has been away for %d s: %s"
                      .formatted(registry, secondsSince(began), failed.getMessage()),
                  failed));
        }
        if (!away) {
          LOG.warn(
              "schema registry {} is away; messages wait for it up to {} s: {}",
              registry,
              registry.patience().toSeconds(),
              failed.getMessage());
          away = true;
        }
        sleep(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      }
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("the job is being stopped"));
    }
  }

  private Known ask(int id) throws IOException, Refused {
    try {
      Schema.Parser parser = new Schema.Parser();
      // Whoever wrote by it did not mind; nothing is ever filled in from a default here.
      parser.setValidateDefaults(false);
      Schema schema = read(get("/schemas/ids/" + id), parser, new HashSet<>());
      return new Known(schema, "", System.nanoTime());
    } catch (UnknownSchema unknown) {
      return new Known(null, "schema " + id + ": " + unknown.getMessage(), System.nanoTime());
    }
  }

  /** A schema may use those that it refers to by name: they must be known to the parser before. */
  private Schema read(JsonNode answer, Schema.Parser parser, Set<String> referredTo)
      throws IOException, UnknownSchema, Refused {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnknownSchema("it is of the type " + type + ", not AVRO");
    }
    for (JsonNode reference : answer.path("references")) {
      String subject = reference.path("subject").asText();
      int version = reference.path("version").asInt();
      if (referredTo.add(reference.path("name").asText())) {
        read(get("/subjects/" + encoded(subject) + "/versions/" + version), parser, referredTo);
      }
    }
    try {
      return parser.parse(answer.path("schema").asText());
    } catch (RuntimeException invalid) {
      // Avro's parser also throws what it did not mean to.
      throw new UnknownSchema("it cannot be read as Avro: " + invalid.getMessage());
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode get(String path) throws IOException, UnknownSchema, Refused {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(registry.url() + path).toURL().openConnection();
    connection.setConnectTimeout((int) TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    // What it is asked with is for this address alone.
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty(
        "Accept", "application/vnd.schemaregistry.v1+json, application/json");
    registry.authorization().ifPresent(it -> connection.setRequestProperty("Authorization", it));
    int status = connection.getResponseCode();
    if (status == HttpURLConnection.HTTP_OK) {
      try (InputStream body = connection.getInputStream()) {
        return JSON.readTree(body.readAllBytes());
      } catch (JsonProcessingException notJson) {
        throw new IOException("it answers with something other than JSON", notJson);
      }
    }
    String said = errorOf(connection);
    if (status == NOT_THERE && said.startsWith("404")) {
      throw new UnknownSchema("the registry does not have it (" + said + ")");
    }
    boolean passes = status >= 500 || status == 408 || status == 429 || status == NOT_THERE;
    String answer =
        "it answers %d to %s%s".formatted(status, path, said.isEmpty() ? "" : " (" + said + ")");
    if (passes) {
      throw new IOException(answer);
    }
    throw new Refused(answer);
  }

  /** What it says is wrong: {@code 40403 Schema not found}; empty if it says nothing it would. */
  private static String errorOf(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      if (body == null) {
        return "";
      }
      JsonNode error = JSON.readTree(body.readNBytes(10_000));
      return error.has("error_code")
          ? error.path("error_code").asText() + " " + error.path("message").asText()
          : "";
    } catch (JsonProcessingException notJson) {
      return "";
    }
  }

  private static long secondsSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toSeconds();
  }
}
