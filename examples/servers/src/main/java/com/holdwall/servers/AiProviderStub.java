package com.holdwall.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/**
 * A model provider on 127.0.0.1 that speaks the OpenAI API ({@code /v1/models}, {@code
 * /v1/chat/completions}) and Anthropic's ({@code /v1/models}, {@code /v1/messages}), plain and
 * streamed, and fails as told. A request with {@code anthropic-version} is Anthropic's. It wants
 * one key, and counts what it is asked. Thread-safe.
 */
public final class AiProviderStub implements AutoCloseable {

  private static final int THREADS = 512;

  static {
    // HttpServer sends head and body apart, and Nagle's algorithm would hold the body back for 40
    // ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LongAdder requests = new LongAdder();
  private final LongAdder billed = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private volatile String key;
  private volatile LongFunction<AiFault> faults = number -> new AiFault.None();
  private volatile Map<String, String> headers = Map.of();

  private AiProviderStub(String key, int port) {
    this.key = key;
    try {
      server = HttpServer.create(new InetSocketAddress(Loopback.address(), port), 128);
    } catch (IOException e) {
      throw new ServerException("the AI provider cannot listen on port " + port + ": " + e, e);
    }
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread =
                  new Thread(task, "ai-provider-" + port + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/v1/", this::handle);
    server.start();
  }

  /**
   * Opens a stub without a fault.
   *
   * @param key the key that it wants, as {@code Authorization: Bearer} or {@code x-api-key}
   * @return an open stub, to be closed
   * @throws ServerException if no port is free
   */
  public static AiProviderStub open(String key) {
    return open(key, Loopback.freePort());
  }

  static AiProviderStub open(String key, int port) {
    return new AiProviderStub(key, port);
  }

  /** {@return the port on 127.0.0.1} */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * Changes what it does, from the next request on.
   *
   * @param changed the fault; {@link AiFault.None} ends the one before
   */
  public void inject(AiFault changed) {
    injectEach(number -> changed);
  }

  /**
   * Changes what it does, request by request.
   *
   * @param changed gives the fault of a request by its number, the first being 1; thread-safe
   */
  public void injectEach(LongFunction<AiFault> changed) {
    faults = changed;
  }

  /** {@return how many answers were not sent wholly, because their client had gone} */
  public long abandoned() {
    return abandoned.sum();
  }

  /**
   * Changes the headers of all answers.
   *
   * @param changed such as {@code x-ratelimit-remaining-requests}
   */
  public void headers(Map<String, String> changed) {
    headers = Map.copyOf(changed);
  }

  /**
   * Changes the key, as one does that was rotated; requests with another one get a 401.
   *
   * @param changed the key that it wants from now on
   */
  public void key(String changed) {
    key = changed;
  }

  /** {@return how many requests came, of all kinds} */
  public long requests() {
    return requests.sum();
  }

  /** {@return how many of them a provider would bill: a model was asked, and 200 was the answer} */
  public long billed() {
    return billed.sum();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.increment();
    try (exchange) {
      AiFault now = faults.apply(requests.sum());
      headers.forEach(exchange.getResponseHeaders()::set);
      boolean anthropic = exchange.getRequestHeaders().containsKey("anthropic-version");
      byte[] asked = exchange.getRequestBody().readAllBytes();
      AiExchange answer = new AiExchange(exchange, now, closed);
      if (!knows(exchange)) {
        answer.json(401, AiReplies.error(anthropic, 401));
      } else if (now instanceof AiFault.Status status) {
        status.headers().forEach(exchange.getResponseHeaders()::set);
        answer.json(status.code(), AiReplies.error(anthropic, status.code()));
      } else if (now instanceof AiFault.Refusal refusal) {
        answer.json(refusal.code(), AiReplies.refusal(anthropic, refusal.error(), asked));
      } else {
        route(exchange.getRequestURI().getPath(), anthropic, asked, answer);
      }
    } catch (IOException gone) {
      abandoned.increment();
      throw gone;
    }
  }

  private boolean knows(HttpExchange exchange) {
    return ("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))
        || key.equals(exchange.getRequestHeaders().getFirst("x-api-key"));
  }

  private void route(String path, boolean anthropic, byte[] asked, AiExchange answer)
      throws IOException {
    switch (path) {
      case "/v1/models" -> answer.json(200, AiReplies.models(anthropic));
      case "/v1/chat/completions", "/v1/messages" -> {
        billed.increment();
        boolean messages = path.endsWith("messages");
        String body = new String(asked, StandardCharsets.UTF_8).replace(" ", "");
        if (body.contains("\"stream\":true")) {
          answer.events(AiReplies.stream(messages));
        } else {
          answer.json(200, AiReplies.answer(messages));
        }
      }
      default -> answer.json(404, AiReplies.error(anthropic, 404));
    }
  }

  /** Closes the port and all connections, and ends its threads. Closing twice does nothing more. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
