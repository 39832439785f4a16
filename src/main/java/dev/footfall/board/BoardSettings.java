package dev.footfall.board;

/**
 * Where the board listens.
 *
 * @param host the address to listen on; {@code 127.0.0.1} is this machine only, {@code 0.0.0.0}
 *     every network
 * @param port the port, or 0 for any free one
 * @param nextPorts how many ports after it to try where it is taken
 * @param freshness from when on numbers are called old
 * @param access who may read
 */
public record BoardSettings(
    String host, int port, int nextPorts, Freshness freshness, Access access) {

  /** This machine only. */
  public static BoardSettings local(int port) {
    return new BoardSettings("127.0.0.1", port, 0, Freshness.DEFAULT, Access.OPEN);
  }

  /** The same, but taking the next free port where this one is taken. */
  public BoardSettings orNextFree() {
    return new BoardSettings(host, port, 20, freshness, access);
  }

  /** The same, with another idea of what is old. */
  public BoardSettings with(Freshness other) {
    return new BoardSettings(host, port, nextPorts, other, access);
  }

  /** The same, letting in these. */
  public BoardSettings with(Access other) {
    return new BoardSettings(host, port, nextPorts, freshness, other);
  }

  /** Whether only this machine can reach it. */
  boolean isLocal() {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }
}
