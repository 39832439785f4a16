package dev.footfall.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An address of this machine that stays while the server behind it goes away and comes back
 * elsewhere.
 */
public final class Door implements AutoCloseable {

  private static final int NOWHERE = 0;

  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile int target;

  /**
   * @param target the server's port
   */
  public Door(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Whoever knocks from now on comes to this port. */
  public void leadTo(int port) {
    target = port;
  }

  /** Throws everybody out and turns away whoever knocks. */
  public void shut() throws IOException {
    target = NOWHERE;
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (target == NOWHERE) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
      } catch (IOException nobodyThere) {
        // The next may find somebody; a closed door ends the loop.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException shut) {
      // That is how it ends.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "door");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    shut();
  }
}
