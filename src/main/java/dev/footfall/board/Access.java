package dev.footfall.board;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who may read the numbers. The page itself is no secret; every number it shows is asked for.
 *
 * @param token what a reader must know; empty if none is needed
 * @param proxyHeader the header by which a proxy in front says whom it let in; empty if none does.
 *     Whoever reaches the board past that proxy can send it too
 */
public record Access(Optional<String> token, Optional<String> proxyHeader) {

  /** Whoever reaches the board may read. */
  public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

  /** Shorter ones are guessed. */
  public static final int SHORTEST_TOKEN = 16;

  /** The cookie that a browser gets for the token. */
  static final String COOKIE = "footfall";

  public Access {
    if (token.filter(text -> text.length() < SHORTEST_TOKEN).isPresent()) {
      throw new IllegalArgumentException("a token has at least " + SHORTEST_TOKEN + " characters");
    }
  }

  public static Access withToken(String token) {
    return new Access(Optional.of(token), Optional.empty());
  }

  /** Whether anybody is kept out. */
  public boolean isGuarded() {
    return token.isPresent() || proxyHeader.isPresent();
  }

  boolean isToken(String given) {
    return token.isPresent() && equal(token.get(), given);
  }

  /** What the cookie holds: made of the token, but not the token. */
  String cookie() {
    return digest("footfall board: " + token.orElseThrow());
  }

  boolean isCookie(String given) {
    return token.isPresent() && equal(cookie(), given);
  }

  /** Takes as long for a near miss as for any other. */
  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        digest(one).getBytes(StandardCharsets.US_ASCII),
        digest(other).getBytes(StandardCharsets.US_ASCII));
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Access[" + (isGuarded() ? "guarded" : "open") + "]";
  }
}
