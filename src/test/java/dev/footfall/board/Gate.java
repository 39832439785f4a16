package dev.footfall.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server of this machine; shut, it is as if the server were gone. */
final class Gate implements AutoCloseable {

  private final int target;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private @Nullable ServerSocket listener;
  private int port;

  Gate(int target) {
    this.target = target;
  }

  int port() {
    return port;
  }

  void open() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      port = socket.getLocalPort();
      listener = socket;
      start(() -> accept(socket));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void shut() {
    try {
      if (listener != null) {
        listener.close();
      }
      for (Socket socket : open) {
        socket.close();
      }
      open.clear();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
      }
    } catch (IOException shut) {
      // That is how it ends.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException shut) {
      // That is how it ends.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    shut();
  }
}
