package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Redis 6.2 from the embedded-redis jar, on a temporary data folder. It keeps an append-only file,
 * unless told otherwise, so data survives {@link #kill()}. Thread-safe, like every {@link
 * ServerProcess}.
 */
public final class RedisServer extends ManagedServer {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Map<String, String> settings;

  private static int port(Map<String, String> settings) {
    return settings.containsKey("cluster-enabled")
        ? Loopback.freeClusterPort()
        : Loopback.freePort();
  }

  private RedisServer(Map<String, String> settings) {
    super("redis", ServerUser.own(), START_TIMEOUT, port(settings));
    this.settings = new TreeMap<>(settings);
    this.settings.putIfAbsent("appendonly", "yes");
  }

  /**
   * A server that is not started yet.
   *
   * @param settings settings by name, as in redis.conf, such as {@code maxmemory}
   * @return a server to start and to close
   */
  public static RedisServer create(Map<String, String> settings) {
    return new RedisServer(settings);
  }

  /**
   * Starts a server without a password.
   *
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static RedisServer launch() {
    return launch(Map.of());
  }

  /**
   * Starts a server.
   *
   * @param settings settings by name, as in redis.conf, such as {@code requirepass}
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static RedisServer launch(Map<String, String> settings) {
    RedisServer server = create(settings);
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Sends one command on a connection of its own, with the password that the server was started
   * with.
   *
   * @param words the command and its arguments
   * @return the answer; an array comes as its elements joined by line ends
   * @throws ServerException if the server answers with an error, or not at all
   */
  public String command(String... words) {
    try (RedisConnection connection = RedisConnection.open(port())) {
      String password = settings.getOrDefault("requirepass", "");
      if (!password.isEmpty()) {
        connection.send("AUTH", password);
      }
      return connection.send(words);
    } catch (IOException e) {
      throw new ServerException(name() + ": '" + words[0] + "' failed: " + e, e);
    }
  }

  /**
   * Changes the server's password while it runs; a restart brings back the one it was started with.
   *
   * @param now the password now
   * @param next the password from now on
   * @throws ServerException if the server answers with an error, or not at all
   */
  public void password(String now, String next) {
    try (RedisConnection connection = RedisConnection.open(port())) {
      connection.send("AUTH", now);
      connection.send("CONFIG", "SET", "requirepass", next);
    } catch (IOException e) {
      throw new ServerException(name() + ": the password cannot be changed: " + e, e);
    }
  }

  @Override
  void prepare(Path home, Deadline deadline) throws IOException {}

  @Override
  void repair(Path home) throws IOException {}

  @Override
  void release(Path home) throws IOException {}

  @Override
  List<String> command(Path home) {
    List<String> command = new ArrayList<>();
    command.add(RedisBinary.file().toString());
    command.addAll(List.of("--port", Integer.toString(port()), "--bind", Loopback.HOST));
    command.addAll(List.of("--dir", home.toString(), "--daemonize", "no"));
    settings.forEach(
        (name, value) -> {
          command.add("--" + name);
          // Such as "save 3600 1": each word is an argument of its own.
          command.addAll(value.isEmpty() ? List.of("") : List.of(value.split(" ", -1)));
        });
    return command;
  }

  @Override
  boolean answers() {
    try (RedisConnection connection = RedisConnection.open(port())) {
      connection.send("PING");
      return true;
    } catch (RedisConnection.ErrorAnswer e) {
      // It wants a password or is a replica without its master: it is up. LOADING: not yet.
      return !String.valueOf(e.getMessage()).startsWith("LOADING");
    } catch (IOException e) {
      return false;
    }
  }
}
