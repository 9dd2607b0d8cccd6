package com.holdwall.probes.redis;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The probe's one connection, to one address at a time. Used by one thread at a time; {@link
 * #abort} and {@link #close} may be called by any thread while another hangs in here.
 */
final class RedisNode {

  /** By this name the server's CLIENT LIST tells the probe from the service. */
  private static final String CLIENT = "holdwall-cache-probe";

  private final JedisClientConfig config;
  private @Nullable Connection connection;
  private @Nullable HostAndPort address;
  private volatile @Nullable Socket socket;
  private volatile boolean closed;

  RedisNode(JedisClientConfig config) {
    this.config = config;
  }

  /** Connects if need be; an earlier connection to another address is closed. */
  void connect(HostAndPort to, Duration deadline) {
    if (closed) {
      throw new IllegalStateException("the probe is closed");
    }
    if (connection != null && to.equals(address)) {
      return;
    }
    drop();
    int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.toMillis()));
    JedisClientConfig limited =
        DefaultJedisClientConfig.builder()
            .from(config)
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .clientName(CLIENT)
            .build();
    JedisSocketFactory plain = new DefaultJedisSocketFactory(to, limited);
    connection = new Connection(() -> remembered(plain.createSocket()), limited);
    address = to;
  }

  private Socket remembered(Socket made) {
    socket = made;
    if (closed) {
      abort();
    }
    return made;
  }

  @Nullable HostAndPort address() {
    return address;
  }

  /** The time of one PING and its answer. */
  Duration ping() {
    long start = System.nanoTime();
    var unused = guarded(c -> c.executeCommand(Protocol.Command.PING));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  RedisInfo info() {
    return RedisInfo.parse(text(Protocol.Command.INFO));
  }

  ClusterView cluster() {
    return ClusterView.parse(
        text(Protocol.Command.CLUSTER, "INFO"), text(Protocol.Command.CLUSTER, "NODES"));
  }

  /** The master that a sentinel knows by this name; null if it knows none. */
  @Nullable HostAndPort master(String name) {
    Object answer =
        guarded(
            c -> {
              c.sendCommand(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", name);
              return c.getOne();
            });
    if (answer instanceof List<?> parts && parts.size() == 2) {
      return new HostAndPort(string(parts.get(0)), Integer.parseInt(string(parts.get(1))));
    }
    return null;
  }

  private String text(Protocol.Command command, String... arguments) {
    return string(
        guarded(
            c -> {
              c.sendCommand(command, arguments);
              return c.getOne();
            }));
  }

  private static String string(@Nullable Object answer) {
    return answer instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(answer);
  }

  @FunctionalInterface
  private interface Exchange {
    @Nullable Object on(Connection connection);
  }

  /** A connection on which something went wrong is not used again. */
  private @Nullable Object guarded(Exchange exchange) {
    Connection open = Objects.requireNonNull(connection, "connect first");
    try {
      return exchange.on(open);
    } catch (JedisException failure) {
      drop();
      throw failure;
    }
  }

  void drop() {
    abort();
    Connection open = connection;
    connection = null;
    address = null;
    if (open != null) {
      open.setBroken();
      try {
        open.close();
      } catch (JedisException alreadyGone) {
        // The socket is closed: nothing is left to give back.
        connection = null;
      }
    }
  }

  /** Closes the socket under whoever hangs on it. */
  void abort() {
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // A socket that cannot be closed is closed already.
        socket = null;
      }
    }
  }

  void close() {
    closed = true;
    abort();
  }
}
