package dev.footfall.board;

/**
 * Where the board listens.
 *
 * @param host the address to listen on; {@code 127.0.0.1} is this machine only, {@code 0.0.0.0}
 *     every network: put something that asks for passwords before it then
 * @param port the port, or 0 for any free one
 * @param nextPorts how many ports after it to try where it is taken
 * @param freshness from when on numbers are called old
 */
public record BoardSettings(String host, int port, int nextPorts, Freshness freshness) {

  /** This machine only. */
  public static BoardSettings local(int port) {
    return new BoardSettings("127.0.0.1", port, 0, Freshness.DEFAULT);
  }

  /** The same, but taking the next free port where this one is taken. */
  public BoardSettings orNextFree() {
    return new BoardSettings(host, port, 20, freshness);
  }

  /** The same, with another idea of what is old. */
  public BoardSettings with(Freshness other) {
    return new BoardSettings(host, port, nextPorts, other);
  }

  /** Whether only this machine can reach it. */
  boolean isLocal() {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }
}
