package com.holdwall.probes.redis;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Looks at Redis: whether it answers, and how fast; memory, persistence, replication and the state
 * of a cluster; and whether the cache still hits (see {@link RedisFinding}).
 *
 * <p>It never borrows from the service's pool: it takes the address and the configuration that the
 * service gives its own client, and keeps one connection. What it sends per check: PING and INFO;
 * to a cluster also PING once more, CLUSTER INFO and CLUSTER NODES, to one node however many there
 * are; with sentinels also one question to the first that answers. It reads and writes no key. A
 * connection that hangs is closed under the check at its deadline.
 *
 * <p>Its {@link #metrics()} are what {@code ?filter=cache_hit_rate} selects.
 */
public final class RedisProbe implements Probe, MetricSource {

  private static final MetricFamily HIT_RATE =
      MetricFamily.gauge(
          "cache_hit_rate",
          "1",
          "Cache lookups of the recent window, 5 minutes by default, that hit, of all; 0 to 1",
          "cache");

  private final RedisProbeBuilder settings;
  private final RedisTopology topology;
  private final RedisNode node;
  private final HitRatio hitRatio;
  private final @Nullable LongSupplier fallbacks;
  private long fallbacksBefore;
  private boolean dropped;
  private volatile double recentRatio = Double.NaN;

  RedisProbe(RedisProbeBuilder builder) {
    this.settings = builder;
    this.hitRatio = new HitRatio(builder.hitRatioRecent, builder.hitRatioBaseline);
    this.topology = builder.topology;
    this.node = new RedisNode(builder.config);
    this.fallbacks = builder.fallbacks;
    this.fallbacksBefore = fallbacks == null ? 0 : fallbacks.getAsLong();
  }

  /**
   * Looks at one server.
   *
   * @param address its address
   * @param config as the service's own client has it: credentials, TLS
   * @return a builder
   */
  public static RedisProbeBuilder standalone(HostAndPort address, JedisClientConfig config) {
    return new RedisProbeBuilder(new RedisTopology.Standalone(address), config);
  }

  /**
   * Looks at a cluster, through whichever of these nodes answers.
   *
   * @param seeds addresses of nodes, one at least
   * @param config as the service's own client has it
   * @return a builder
   * @throws IllegalArgumentException if there is no address
   */
  public static RedisProbeBuilder cluster(Set<HostAndPort> seeds, JedisClientConfig config) {
    return new RedisProbeBuilder(new RedisTopology.Cluster(notEmpty("seeds", seeds)), config);
  }

  /**
   * Looks at the master that sentinels name.
   *
   * @param master the master's name
   * @param sentinels addresses of sentinels, one at least
   * @param sentinelConfig as the service's own client has it for the sentinels
   * @param config as the service's own client has it for the master
   * @return a builder
   * @throws IllegalArgumentException if there is no address
   */
  public static RedisProbeBuilder sentinel(
      String master,
      Set<HostAndPort> sentinels,
      JedisClientConfig sentinelConfig,
      JedisClientConfig config) {
    List<HostAndPort> all = List.copyOf(notEmpty("sentinels", sentinels));
    RedisNode asked = new RedisNode(sentinelConfig);
    return new RedisProbeBuilder(new RedisTopology.Sentinel(master, all, asked), config);
  }

  private static Set<HostAndPort> notEmpty(String name, Set<HostAndPort> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(name + " must hold an address, but is empty");
    }
    return Set.copyOf(addresses);
  }

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.REDIS_CACHE_FAILURES;
  }

  @Override
  public ProbeSettings settings() {
    return settings.settings;
  }

  @Override
  public ProbeResult check(CheckContext context) {
    try {
      if (!topology.connect(node, context.deadline())) {
        return failed(context, RedisFinding.NO_MASTER, "none of that name");
      }
      Duration ping = node.ping();
      return answered(context, new RedisReadings.Answer(ping, node.info(), topology.cluster(node)));
    } catch (JedisException failure) {
      RedisFailure meaning = RedisFailure.of(failure).orElseThrow(() -> failure);
      return failed(context, meaning.finding(), meaning.words());
    }
  }

  private ProbeResult answered(CheckContext context, RedisReadings.Answer answer) {
    HitRatio.Ratios ratios = ratios(answer.info()).orElse(null);
    Readings readings = Readings.of("cache");
    new RedisReadings(settings, readings).answered(answer);
    new CacheReadings(settings, readings)
        .hits(ratios, dropped, source())
        .fallbacks(fallbacksSince())
        .latency(answer.ping());
    return remembered(RedisVerdict.of(context, readings, answer, ratios));
  }

  private ProbeResult failed(CheckContext context, RedisFinding finding, String words) {
    HitRatio.Ratios ratios = ratios(null).orElse(null);
    Readings readings = Readings.of("cache");
    new RedisReadings(settings, readings).failed(finding, words);
    new CacheReadings(settings, readings)
        .hits(ratios, dropped, source())
        .fallbacks(fallbacksSince())
        .latency(null);
    return remembered(RedisVerdict.of(context, readings, null, ratios));
  }

  /** A drop is over within half of what made it one. */
  private ProbeResult remembered(ProbeResult result) {
    dropped =
        result.readings().stream()
            .anyMatch(
                reading ->
                    reading instanceof Reading.Present
                        && reading.finding().equals(RedisFinding.HIT_RATIO_DROPPED.name()));
    return result;
  }

  private Optional<HitRatio.Ratios> ratios(@Nullable RedisInfo info) {
    CacheStatistics own = settings.statistics;
    CacheStatistics.Counts counts = null;
    if (own != null) {
      counts = own.counts();
    } else if (info != null && info.has("keyspace_hits")) {
      counts =
          new CacheStatistics.Counts(
              info.number("keyspace_hits", 0), info.number("keyspace_misses", 0));
    }
    if (counts == null) {
      return Optional.empty();
    }
    HitRatio.Ratios ratios = hitRatio.add(settings.nanoTime.getAsLong(), counts);
    recentRatio = ratios.recent();
    return Optional.of(ratios);
  }

  private String source() {
    return settings.statistics == null
        ? "counted by the server, over all of its clients and keys"
        : "counted by the application's own cache";
  }

  private long fallbacksSince() {
    if (fallbacks == null) {
      return -1;
    }
    long now = fallbacks.getAsLong();
    long since = Math.max(0, now - fallbacksBefore);
    fallbacksBefore = now;
    return since;
  }

  /** Closes the connection that the check hangs on. */
  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    node.abort();
    topology.abort();
    String words = "no answer for " + elapsed.toMillis() + " ms";
    Readings readings = Readings.of("cache");
    new RedisReadings(settings, readings).failed(RedisFinding.UNREACHABLE, words);
    new CacheReadings(settings, readings).latency(null);
    return RedisVerdict.of(context, readings, null, null);
  }

  @Override
  public List<Metric> metrics() {
    double ratio = recentRatio;
    return Double.isNaN(ratio) ? List.of() : List.of(HIT_RATE.of(ratio, "redis"));
  }

  @Override
  public void close() {
    node.close();
    topology.close();
  }
}
