package com.holdwall.example;

import com.holdwall.example.app.Closing;
import com.holdwall.example.app.Dependencies;
import com.holdwall.servers.AiProviderStub;
import com.holdwall.servers.ChromaServer;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.KafkaServer;
import com.holdwall.servers.OidcServer;
import com.holdwall.servers.PostgresServer;
import com.holdwall.servers.RedisServer;
import com.holdwall.servers.ServerException;
import com.holdwall.servers.SmallDisk;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Every real server that this machine can run, started at the same time, with a proxy in front of
 * each whose network is to be broken. What cannot run here is listed with the reason and is not
 * configured in the service. Closing ends all processes and deletes their data; so does the end of
 * the JVM, as by Ctrl-C. Not thread-safe.
 */
final class Environment implements AutoCloseable {

  /** What not every drill needs. PostgreSQL, Redis and the AI providers are always there. */
  enum Part {
    KAFKA,
    OIDC,
    CHROMA,
    SMALL_DISK
  }

  static final String AI_KEY = "drill-key";
  static final String OIDC_SECRET = "drill-secret";

  /** The first start of Chroma installs it. */
  private static final Duration PATIENCE = Duration.ofMinutes(7);

  static {
    // Read once, when the JVM makes its first HTTP server: without it each answer takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Is told how the start goes. */
  interface Progress {
    void started(String server, Duration took);

    void missing(String server, String reason);
  }

  /** A server with a proxy in front of it. */
  record Proxied<S>(S server, FaultProxy proxy) {}

  private final Closing closing = new Closing();
  private final Map<Part, String> missing = new EnumMap<>(Part.class);
  private final Proxied<PostgresServer> postgres;
  private final Proxied<RedisServer> redis;
  private final Optional<KafkaServer> kafka;
  private final Optional<SmallDisk> disk;
  private final Optional<Proxied<OidcServer>> oidc;
  private final Optional<Proxied<ChromaServer>> chroma;
  private final AiProviderStub openAi;
  private final AiProviderStub anthropic;

  private Environment(Set<Part> wanted, Progress progress) {
    Starts starts = new Starts(progress, closing);
    // What has no process of its own to end, such as a mount, goes with the JVM, too.
    Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "environment-shutdown"));
    try {
      Supplier<PostgresServer> postgresStart = starts.begin("PostgreSQL", PostgresServer::launch);
      Supplier<RedisServer> redisStart = starts.begin("Redis", RedisServer::launch);
      Optional<Supplier<KafkaServer>> kafkaStart =
          wanted(Part.KAFKA, wanted).map(yes -> starts.begin("Kafka", KafkaServer::launch));
      Optional<Supplier<OidcServer>> oidcStart =
          wanted(Part.OIDC, wanted)
              .map(yes -> starts.begin("OIDC provider", () -> OidcServer.launch(OIDC_SECRET)));
      Optional<Supplier<ChromaServer>> chromaStart =
          wanted(Part.CHROMA, wanted)
              .filter(yes -> canRunChroma(progress))
              .map(yes -> starts.begin("Chroma", ChromaServer::launch));
      openAi = closing.later(AiProviderStub.open(AI_KEY));
      anthropic = closing.later(AiProviderStub.open(AI_KEY));
      disk = wanted(Part.SMALL_DISK, wanted).flatMap(yes -> smallDisk(progress));
      starts.await(PATIENCE);
      kafka = kafkaStart.map(Supplier::get);
      postgres = proxied(postgresStart.get(), postgresStart.get().port());
      redis = proxied(redisStart.get(), redisStart.get().port());
      oidc = oidcStart.map(Supplier::get).map(server -> proxied(server, server.port()));
      chroma = chromaStart.map(Supplier::get).map(server -> proxied(server, server.port()));
    } catch (RuntimeException failed) {
      starts.abandon();
      closing.close();
      throw failed;
    }
  }

  /**
   * Starts the servers.
   *
   * @param wanted the parts beside those that are always there
   * @throws RuntimeException if one cannot start
   */
  static Environment start(Set<Part> wanted, Progress progress) {
    return new Environment(wanted, progress);
  }

  private Optional<Part> wanted(Part part, Set<Part> wanted) {
    if (!wanted.contains(part)) {
      missing.put(part, "no drill that was chosen needs it");
    }
    return Optional.of(part).filter(wanted::contains);
  }

  private boolean canRunChroma(Progress progress) {
    if (!ChromaServer.available()) {
      missing.put(Part.CHROMA, "it needs Node and npm on a platform that Chroma has a binary for");
      progress.missing("Chroma", missing.get(Part.CHROMA));
    }
    return ChromaServer.available();
  }

  /** Nobody's own disk is filled: without the right to mount a small one, none is. */
  private Optional<SmallDisk> smallDisk(Progress progress) {
    try {
      return Optional.of(closing.later(SmallDisk.tmpfs()));
    } catch (ServerException noMount) {
      missing.put(
          Part.SMALL_DISK, "needs root: nobody else may mount a file system that is safe to fill");
      progress.missing("small disk", missing.get(Part.SMALL_DISK));
      return Optional.empty();
    }
  }

  private <S> Proxied<S> proxied(S server, int port) {
    return new Proxied<>(server, closing.later(FaultProxy.to(port)));
  }

  /** Where the service finds them. */
  Dependencies dependencies() {
    return new Dependencies(
        postgres.server().jdbcUrl(postgres.proxy().port()),
        postgres.server().username(),
        redis.proxy().port(),
        new Dependencies.Model("openai", "gpt-small", address(openAi.port()), () -> AI_KEY),
        new Dependencies.Model(
            "anthropic", "claude-small", address(anthropic.port()), () -> AI_KEY),
        kafka.map(KafkaServer::bootstrapServers),
        oidc.map(
            part ->
                new Dependencies.Issuer(
                    address(part.proxy().port()).resolve("/default"),
                    OidcServer.CLIENT,
                    () -> OIDC_SECRET)),
        chroma.map(part -> address(part.proxy().port())),
        disk.map(SmallDisk::path));
  }

  private static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Why a part is not there; empty if it is. */
  Optional<String> missing(Part part) {
    return Optional.ofNullable(missing.get(part));
  }

  boolean has(Part part) {
    return !missing.containsKey(part);
  }

  Proxied<PostgresServer> postgres() {
    return postgres;
  }

  Proxied<RedisServer> redis() {
    return redis;
  }

  KafkaServer kafka() {
    return kafka.orElseThrow();
  }

  SmallDisk disk() {
    return disk.orElseThrow();
  }

  Proxied<OidcServer> oidc() {
    return oidc.orElseThrow();
  }

  Proxied<ChromaServer> chroma() {
    return chroma.orElseThrow();
  }

  AiProviderStub openAi() {
    return openAi;
  }

  AiProviderStub anthropic() {
    return anthropic;
  }

  @Override
  public void close() {
    closing.close();
  }
}
