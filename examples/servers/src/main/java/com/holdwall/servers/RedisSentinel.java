package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Redis sentinel that watches one master and alone decides on its failure, after half a second.
 * Thread-safe, like every {@link ServerProcess}.
 */
public final class RedisSentinel extends ManagedServer {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final String FILE = "sentinel.conf";

  private final String master;
  private final int masterPort;

  private RedisSentinel(String master, int masterPort) {
    super("sentinel", ServerUser.own(), START_TIMEOUT);
    this.master = master;
    this.masterPort = Loopback.requirePort("masterPort", masterPort);
  }

  /**
   * Starts a sentinel.
   *
   * @param master the name it gives the master: letters, digits and hyphens
   * @param masterPort the master's port on 127.0.0.1
   * @return a running sentinel, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static RedisSentinel launch(String master, int masterPort) {
    if (!master.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException(
          "master must be letters, digits and hyphens, but is '" + master + "'");
    }
    RedisSentinel sentinel = new RedisSentinel(master, masterPort);
    try {
      sentinel.start();
      return sentinel;
    } catch (RuntimeException e) {
      sentinel.close();
      throw e;
    }
  }

  /** {@return how many replicas of the master it knows} */
  public int replicas() {
    try (RedisConnection connection = RedisConnection.open(port())) {
      String answer = connection.send("SENTINEL", "REPLICAS", master);
      return (int) answer.lines().filter("runid"::equals).count();
    } catch (IOException e) {
      throw new ServerException(name() + ": it cannot be asked: " + e, e);
    }
  }

  @Override
  void prepare(Path home, Deadline deadline) throws IOException {
    Files.writeString(
        home.resolve(FILE),
        String.join(
            "\n",
            "port " + port(),
            "bind " + Loopback.HOST,
            "dir " + home,
            "sentinel monitor " + master + " " + Loopback.HOST + " " + masterPort + " 1",
            "sentinel down-after-milliseconds " + master + " 3000",
            "sentinel failover-timeout " + master + " 5000",
            ""));
  }

  @Override
  void repair(Path home) throws IOException {}

  @Override
  void release(Path home) throws IOException {}

  @Override
  List<String> command(Path home) {
    return List.of(RedisBinary.file().toString(), home.resolve(FILE).toString(), "--sentinel");
  }

  @Override
  boolean answers() {
    try (RedisConnection connection = RedisConnection.open(port())) {
      return connection.send("PING").equals("PONG");
    } catch (IOException e) {
      return false;
    }
  }
}
