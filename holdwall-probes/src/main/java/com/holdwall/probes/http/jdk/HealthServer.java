package com.holdwall.probes.http.jdk;

import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.internal.Require;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * Serves a {@link HealthApi} on the JDK's HTTP server, for a service that has no server of its own.
 * Listens on the loopback address unless told otherwise, on daemon threads with names. Thread-safe.
 *
 * <p>A client that sends or reads too slowly is cut off at the deadline, so that it cannot keep an
 * orchestrator's probes waiting. For an address that strangers reach, a full server in front is the
 * better choice.
 *
 * <p>Loading this class sets the system property {@code sun.net.httpserver.nodelay} unless it is
 * set.
 */
public final class HealthServer implements AutoCloseable {

  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  static {
    // The JDK's server sends head and body apart; with Nagle's algorithm and a delayed
    // acknowledgement each answer takes 40 ms. Read once, when the JVM makes its first server; a
    // value that the service has set stays.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
  }

  private final HttpServer server;
  private final DeadlineExecutor executor;

  private HealthServer(HttpServer server, DeadlineExecutor executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts to build.
   *
   * @param api answers the requests
   * @return a builder
   */
  public static Builder builder(HealthApi api) {
    return new Builder(api);
  }

  /** {@return the port that it listens on} */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening and cuts off what is under way. The registry stays open. */
  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }

  /** Collects what a server needs. Not thread-safe. */
  public static final class Builder {

    private static final int BACKLOG = 128;

    private final HealthApi api;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private int threads = 64;
    private Duration deadline = Duration.ofSeconds(2);

    private Builder(HealthApi api) {
      this.api = Objects.requireNonNull(api, "api must not be null");
    }

    /**
     * Changes the address.
     *
     * @param changed where to listen; the loopback address by default
     * @return this
     */
    public Builder address(InetAddress changed) {
      address = Objects.requireNonNull(changed, "address must not be null");
      return this;
    }

    /**
     * Changes the port.
     *
     * @param changed 1 to 65535, or 0 for any free one, the default
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder port(int changed) {
      range("port", changed, 0, 65_535);
      port = changed;
      return this;
    }

    /**
     * Changes how many requests are answered at once.
     *
     * @param changed 1 to 1,000; 64 by default
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder threads(int changed) {
      range("threads", changed, 1, 1_000);
      threads = changed;
      return this;
    }

    /**
     * Changes how long one request may take, from its first byte to the last byte of its answer.
     *
     * @param changed longer than zero; 2 s by default
     * @return this
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public Builder deadline(Duration changed) {
      deadline = Require.positive("deadline", changed);
      return this;
    }

    /**
     * Listens.
     *
     * @return the server, which the caller closes
     * @throws IOException if the address cannot be bound
     */
    public HealthServer start() throws IOException {
      HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
      DeadlineExecutor executor = new DeadlineExecutor(threads, deadline);
      server.setExecutor(executor);
      server.createContext("/", new ExchangeHandler(api));
      server.start();
      return new HealthServer(server, executor);
    }

    private static void range(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " must be between " + least + " and " + most + ", but is " + value);
      }
    }
  }
}
