package com.holdwall.example.app;

import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import com.holdwall.resilience.CallRejectedException;
import com.holdwall.resilience.ai.AllModelsUnavailableException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The service's own endpoints, on the JDK's server and on threads of its own. Thread-safe. */
final class Api implements AutoCloseable {

  private static final int THREADS = 64;
  private static final int BACKLOG = 128;

  /** Answers one request. */
  interface Handler {

    /**
     * Answers.
     *
     * @param argument what stands after the route's path, its query included; may be empty
     */
    Answer answer(String argument) throws Exception;
  }

  /**
   * An answer. Immutable.
   *
   * @param status its status
   * @param body its body; may be empty
   * @param location where a redirect leads; empty for anything else
   */
  record Answer(int status, String body, String location) {

    static Answer ok(String body) {
      return new Answer(200, body, "");
    }

    static Answer status(int status) {
      return new Answer(status, "", "");
    }

    static Answer redirect(String location) {
      return new Answer(302, "", location);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private Api(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static Api start(Map<String, Handler> routes, RequestRecorder recorder) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(any, BACKLOG);
    ExecutorService threads = threads();
    server.setExecutor(threads);
    routes.forEach(
        (route, handler) ->
            server.createContext(route, exchange -> handle(exchange, route, handler, recorder)));
    server.start();
    return new Api(server, threads);
  }

  private static ExecutorService threads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        4,
        THREADS,
        5,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "api-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        // A full house: the thread that accepts answers itself, and accepts nobody meanwhile.
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static void handle(
      HttpExchange exchange, String route, Handler handler, RequestRecorder recorder)
      throws IOException {
    long start = System.nanoTime();
    try (exchange) {
      Answer answer;
      RequestOutcome outcome = RequestOutcome.ANSWERED;
      try {
        exchange.getRequestBody().readAllBytes();
        String asked = exchange.getRequestURI().toString();
        answer = handler.answer(asked.substring(route.length()));
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        answer = Answer.status(503);
      } catch (Exception failure) {
        answer = failed(failure);
        outcome = RequestOutcome.of(failure);
      }
      recorder.record(route, answer.status(), System.nanoTime() - start, outcome);
      send(exchange, answer);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (!answer.location().isEmpty()) {
      exchange.getResponseHeaders().set("Location", answer.location());
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** A dependency that is late is a 504, one that is out a 503, and a bug a 500. */
  private static Answer failed(Exception failure) {
    if (RequestOutcome.of(failure) == RequestOutcome.TIMED_OUT) {
      return Answer.status(504);
    }
    boolean dependency =
        failure instanceof CallRejectedException
            || failure instanceof AllModelsUnavailableException
            || failure instanceof SQLException
            || failure instanceof IOException;
    return Answer.status(dependency ? 503 : 500);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
