package dev.footfall.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A schema registry in this process, as far as readers need one. */
public final class RegistryServer implements AutoCloseable {

  private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile Answer toEverything = new Answer(0, "");

  private RegistryServer(HttpServer server) {
    this.server = server;
  }

  public static RegistryServer start() throws IOException {
    RegistryServer registry =
        new RegistryServer(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    registry.server.createContext("/", registry::answer);
    registry.server.start();
    return registry;
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers so to this path from now on. */
  public void put(String path, String body) {
    answers.put(path, new Answer(200, body));
  }

  /** Answers so whatever it is asked, until the status is 0. */
  public void failWith(int status, String body) {
    toEverything = new Answer(status, body);
  }

  /** What it was asked for, in order. */
  public List<String> asked() {
    return asked;
  }

  List<String> authorizations() {
    return authorizations;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    asked.add(path);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Answer failure = toEverything;
    Answer answer =
        failure.status() == 0 ? answers.getOrDefault(path, new Answer(404, NOT_FOUND)) : failure;
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
