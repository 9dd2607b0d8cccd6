package com.holdwall.example;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The page with the buttons: {@code GET /breakers}, {@code GET /breakers/state}, {@code POST
 * /breakers/NAME/break} and {@code /mend}. The last three need the token as a header, which no
 * other site's page can send. For an example on loopback only.
 */
final class BreakerServer implements AutoCloseable {

  private static final String ROOT = "/breakers";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Answer NOT_FOUND = Answer.json(404, "{\"error\":\"Not found\"}");

  private static final Map<String, Answer> FILES =
      Map.of(
          ROOT,
          file("breakers.html", "text/html"),
          ROOT + "/breakers.css",
          file("breakers.css", "text/css"),
          ROOT + "/breakers.js",
          file("breakers.js", "text/javascript"));

  private record Answer(int status, String type, String body) {
    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body);
    }
  }

  private final List<Breaker> breakers;
  private final byte[] authorization;
  private final HttpServer server;
  private final ExecutorService threads;

  private BreakerServer(List<Breaker> breakers, String token, HttpServer server) {
    this.breakers = List.copyOf(breakers);
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            4,
            task -> {
              Thread thread = new Thread(task, "breakers");
              thread.setDaemon(true);
              return thread;
            });
  }

  static BreakerServer start(List<Breaker> breakers, String token) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    BreakerServer server = new BreakerServer(breakers, token, http);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  URI page() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + ROOT);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type() + "; charset=utf-8");
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Answer file = FILES.get(path);
    if (file != null) {
      return file;
    }
    if (!known(exchange)) {
      return Answer.json(401, "{\"error\":\"Unauthorized\"}");
    }
    if (path.equals(ROOT + "/state")) {
      return Answer.json(200, state());
    }
    return exchange.getRequestMethod().equals("POST") ? act(path) : NOT_FOUND;
  }

  private boolean known(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return given != null
        && MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8));
  }

  private Answer act(String path) throws IOException {
    String[] parts = path.split("/", -1);
    Optional<Breaker> breaker =
        breakers.stream().filter(b -> parts.length == 4 && b.name().equals(parts[2])).findFirst();
    if (breaker.isEmpty() || !(parts[3].equals("break") || parts[3].equals("mend"))) {
      return NOT_FOUND;
    }
    try {
      boolean done = parts[3].equals("break") ? breaker.get().breakIt() : breaker.get().mend();
      return Answer.json(done ? 200 : 409, state());
    } catch (Exception failure) {
      return Answer.json(500, "{\"error\":\"" + failure.getClass().getSimpleName() + "\"}");
    }
  }

  private String state() throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("breakers");
      for (Breaker breaker : breakers) {
        json.writeStartObject();
        json.writeStringField("name", breaker.name());
        json.writeStringField("story", breaker.story());
        json.writeBooleanField("broken", breaker.broken());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toString();
  }

  private static Answer file(String name, String type) {
    try (InputStream in = BreakerServer.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return new Answer(200, type, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(name + " cannot be read", unreadable);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
