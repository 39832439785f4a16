package dev.footfall.ingest;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * A registry of Avro schemas that answers as Confluent's does; others offer the same addresses.
 *
 * @param url its address: {@code https://registry:8081}
 * @param user who asks; empty for nobody
 * @param password the user's password; a secret
 * @param token sent instead of a user's name and password; a secret, empty for none
 * @param patience for how long the job waits for a registry that is away, before it fails
 */
public record SchemaRegistry(
    String url, String user, String password, String token, Duration patience)
    implements Serializable {

  /** How long a registry may be away, unless the settings say otherwise. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(5);

  public SchemaRegistry {
    url = url.replaceFirst("/+$", "");
  }

  /** What is sent as HTTP's header {@code Authorization}; empty if nothing is. */
  Optional<String> authorization() {
    if (!token.isEmpty()) {
      return Optional.of("Bearer " + token);
    }
    if (user.isEmpty()) {
      return Optional.empty();
    }
    byte[] both = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
  }

  /** Without its secrets. */
  @Override
  public String toString() {
    return url;
  }
}
