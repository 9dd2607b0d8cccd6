package com.holdwall.servers;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Kafka 4.4 in KRaft mode, one node as broker and controller, on a temporary data folder: what was
 * sent survives {@link #kill()}. A start takes about 4 s, the first one 2 s more.
 *
 * <p>It has two listeners for clients, since a Kafka client goes where the broker tells it to: one
 * on {@link #port()}, always without encryption and credentials; and one on {@link #proxiedPort()},
 * for a {@link FaultProxy} in between, which advertises that proxy's port once {@link
 * #advertise(int)} told it. Thread-safe, like every {@link ServerProcess}.
 */
public final class KafkaServer extends ManagedServer {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  /** Any will do: 16 bytes in base 64. */
  private static final String CLUSTER = "aG9sZHdhbGwta2Fma2EtMQ";

  /** What lets a single node start quickly, and come back quickly after a crash. */
  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("broker.session.timeout.ms", "2000"),
          Map.entry("broker.heartbeat.interval.ms", "200"),
          Map.entry("controller.quorum.election.timeout.ms", "200"),
          Map.entry("controller.quorum.election.backoff.max.ms", "200"),
          Map.entry("controller.quorum.fetch.timeout.ms", "500"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "500"),
          Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"));

  private final Map<String, String> settings;
  private final int proxiedPort = Loopback.freePort();
  private final int controllerPort = Loopback.freePort();
  private int advertisedPort = proxiedPort;
  private int heapMegabytes = 384;

  private KafkaServer(Map<String, String> settings) {
    super("kafka", ServerUser.own(), START_TIMEOUT);
    this.settings = Map.copyOf(settings);
  }

  /**
   * A server that is not started yet.
   *
   * @param settings the broker's own settings by name, such as {@code message.max.bytes}; they
   *     replace this class's
   * @return a server to start and to close
   */
  public static KafkaServer create(Map<String, String> settings) {
    return new KafkaServer(settings);
  }

  /**
   * Starts a server that trusts every client.
   *
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static KafkaServer launch() {
    return launch(Map.of());
  }

  /**
   * Starts a server.
   *
   * @param settings as for {@link #create(Map)}
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static KafkaServer launch(Map<String, String> settings) {
    KafkaServer server = create(settings);
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Settings with which the listener on {@link #proxiedPort()} asks for a name and a password by
   * SASL/PLAIN; the one on {@link #port()} goes on trusting everybody.
   *
   * @param user the one user's name
   * @param password its password, without a quotation mark
   * @return settings for {@link #create(Map)}, to be changed and added to at will
   */
  public static Map<String, String> saslPlain(String user, String password) {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "listener.security.protocol.map",
        "DIRECT:PLAINTEXT,PROXIED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put(
        "listener.name.proxied.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_"
            + user
            + "=\""
            + password
            + "\";");
    return settings;
  }

  /**
   * Where clients connect without a proxy.
   *
   * @return host and port, as {@code bootstrap.servers} takes them
   */
  public String bootstrapServers() {
    return bootstrapServers(port());
  }

  /**
   * Where clients connect through a proxy.
   *
   * @param proxyPort the proxy's port, also given to {@link #advertise(int)}
   * @return host and port, as {@code bootstrap.servers} takes them
   * @throws IllegalArgumentException if the port is outside 1 to 65535
   */
  public String bootstrapServers(int proxyPort) {
    return Loopback.HOST + ":" + Loopback.requirePort("proxyPort", proxyPort);
  }

  /**
   * Reads a topic from its beginning with Kafka's own console consumer, in a JVM of its own.
   *
   * @param topic the topic
   * @param count how many records to read; fewer if no more come for 10 s
   * @param formatting what to print, such as {@code print.headers=true}
   * @return the lines that it printed
   * @throws ServerException if it fails, or does not end within a minute
   */
  public List<String> consoleConsumer(String topic, int count, String... formatting) {
    return KafkaConsole.consume(bootstrapServers(), topic, count, List.of(formatting));
  }

  /**
   * Settings with which the broker asks who may do what: whoever comes without credentials may do
   * all, and a user of {@link #saslPlain} what an ACL allows.
   *
   * @return settings for {@link #create(Map)}, to be changed and added to at will
   */
  public static Map<String, String> accessControl() {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    return settings;
  }

  /**
   * The port to put a {@link FaultProxy} in front of; chosen once, like {@link #port()}.
   *
   * @return a port on 127.0.0.1
   */
  public int proxiedPort() {
    return proxiedPort;
  }

  /**
   * Lets the listener on {@link #proxiedPort()} send its clients to this port from the next start
   * on.
   *
   * @param proxyPort the port of a proxy in front of {@link #proxiedPort()}
   * @throws IllegalArgumentException if the port is outside 1 to 65535
   */
  public synchronized void advertise(int proxyPort) {
    advertisedPort = Loopback.requirePort("proxyPort", proxyPort);
  }

  /**
   * Changes how large the server's heap may grow, from the next start on; 384 MB at first, which is
   * enough for a thousand partitions.
   *
   * @param megabytes 128 or more
   * @throws IllegalArgumentException if it is less
   */
  public synchronized void heap(int megabytes) {
    if (megabytes < 128) {
      throw new IllegalArgumentException("megabytes must be 128 or more, but is " + megabytes);
    }
    heapMegabytes = megabytes;
  }

  @Override
  void prepare(Path home, Deadline deadline) throws IOException {
    write(home);
    List<String> format =
        KafkaDistribution.command(
            heapMegabytes,
            "kafka.tools.StorageTool",
            "format",
            "-t",
            CLUSTER,
            "-c",
            file(home).toString());
    OsProcess.launch(name() + "-format", user().command(format), home).awaitSuccess(deadline);
  }

  @Override
  void repair(Path home) throws IOException {
    write(home);
  }

  @Override
  void release(Path home) throws IOException {}

  @Override
  List<String> command(Path home) {
    return KafkaDistribution.command(heapMegabytes, "kafka.Kafka", file(home).toString());
  }

  @Override
  boolean answers() {
    return KafkaMetadata.complete(port());
  }

  private void write(Path home) throws IOException {
    Properties properties = new Properties();
    properties.putAll(SMALL);
    properties.putAll(place(home));
    properties.putAll(settings);
    try (Writer writer = Files.newBufferedWriter(file(home))) {
      properties.store(writer, null);
    }
  }

  private Map<String, String> place(Path home) {
    String controller = Loopback.HOST + ":" + controllerPort;
    String direct = "DIRECT://" + bootstrapServers();
    String proxied = "PROXIED://" + Loopback.HOST + ":";
    return Map.of(
        "process.roles", "broker,controller",
        "node.id", "0",
        "controller.quorum.voters", "0@" + controller,
        "controller.listener.names", "CONTROLLER",
        "inter.broker.listener.name", "DIRECT",
        "listeners", direct + "," + proxied + proxiedPort + ",CONTROLLER://" + controller,
        "advertised.listeners", direct + "," + proxied + advertisedPort,
        "listener.security.protocol.map", "DIRECT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs", home.resolve("data").toString());
  }

  private static Path file(Path home) {
    return home.resolve("server.properties");
  }
}
