package com.holdwall.probes.kafka;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Readings;
import com.holdwall.probes.kafka.ProcessingStatistics.Counts;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a consumer group: whether Kafka answers, how far the group is behind and whether that
 * gets worse, whether it has members, and what fails although the lag is 0 (see {@link
 * KafkaFinding}).
 *
 * <p>It takes the service's Admin client and does not close it, or makes one of its own. What it
 * sends per check, however many partitions the group has: the group, its commits, its topics, and
 * their ends and beginnings, which is eight requests to a single broker, and two more to each
 * further broker that leads partitions. It joins no group, reads no record and writes nothing. No
 * call outlives the check's deadline.
 *
 * <p>The lag is judged over a window ({@link ConsumerLagProbeBuilder#window}); until 80 % of it was
 * seen, only a group that has caught up is told. Its {@link #metrics()} are what {@code
 * ?filter=kafka_consumer_lag} selects.
 */
public final class ConsumerLagProbe implements Probe, MetricSource {

  private final ConsumerLagProbeBuilder settings;
  private final GroupReader reader;
  private final LagRules rules;
  private final LagHistory history;
  private final ProcessingWindow handled;
  private final ProcessingWindow deadLetters;
  private final RebalanceHold hold;
  private volatile @Nullable Seen state;

  ConsumerLagProbe(ConsumerLagProbeBuilder builder) {
    this.settings = builder;
    this.reader =
        new GroupReader(
            builder.group,
            new TopicRoles(builder.topics, builder.retryTopics, builder.deadLetterTopic),
            builder.isolation);
    this.rules = new LagRules(builder.allowedLag, builder.growingFrom, builder.growingFromTime);
    this.history = new LagHistory(builder.window, builder.settings.interval());
    this.handled = new ProcessingWindow(builder.window);
    this.deadLetters = new ProcessingWindow(builder.window);
    this.hold = new RebalanceHold(builder.maxPollInterval);
  }

  /**
   * What one check found, for the metrics.
   *
   * @param view what was seen
   * @param lag what that means
   */
  record Seen(GroupView view, LagSummary lag) {}

  /**
   * Looks at a group through the service's own client, with the defaults.
   *
   * @param admin the client; it is shared and never closed
   * @param group the group's id
   * @return the probe
   * @throws IllegalArgumentException if the id is blank
   */
  public static ConsumerLagProbe of(Admin admin, String group) {
    return builder(admin, group).build();
  }

  /**
   * Looks at a group through the service's own client.
   *
   * @param admin the client; it is shared and never closed
   * @param group the group's id
   * @return a builder
   * @throws IllegalArgumentException if the id is blank
   */
  public static ConsumerLagProbeBuilder builder(Admin admin, String group) {
    Objects.requireNonNull(admin, "admin must not be null");
    return new ConsumerLagProbeBuilder(AdminHandle.shared(admin), group);
  }

  /**
   * Looks at a group through a client of the probe's own, which is made at the first check, so that
   * a service starts while Kafka's address cannot be resolved, and closed with the probe.
   *
   * @param config as for Kafka's Admin client, with {@code bootstrap.servers}
   * @param group the group's id
   * @return a builder
   * @throws IllegalArgumentException if the id is blank, or there are no bootstrap servers
   */
  public static ConsumerLagProbeBuilder connecting(Map<String, Object> config, String group) {
    if (!config.containsKey("bootstrap.servers")) {
      throw new IllegalArgumentException("config must hold bootstrap.servers, but does not");
    }
    return new ConsumerLagProbeBuilder(AdminHandle.own(config), group);
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.KAFKA_CONSUMER_LAG;
  }

  @Override
  public ProbeSettings settings() {
    return settings.settings;
  }

  @Override
  public ProbeResult check(CheckContext context) throws InterruptedException {
    CallTime time = CallTime.within(context.deadline());
    try {
      return answered(context, reader.read(settings.admin.get(), time));
    } catch (ExecutionException | TimeoutException | KafkaException failure) {
      KafkaFailure meaning =
          KafkaFailure.of(failure, settings.admin.connected())
              .orElseThrow(() -> new IllegalStateException(told(failure)));
      return failed(context, meaning);
    }
  }

  /** The kinds of what happened: the texts may repeat what the client was configured with. */
  private static String told(Throwable failure) {
    Throwable cause = failure.getCause();
    return "the Kafka client failed: "
        + failure.getClass().getSimpleName()
        + (cause == null ? "" : ", " + cause.getClass().getSimpleName());
  }

  private ProbeResult answered(CheckContext context, GroupView view) {
    long now = settings.nanoTime.getAsLong();
    history.add(now, view.positions());
    LagSummary judged = LagSummary.of(history, view, rules, settings.startsAtTheBeginning);
    LagSummary lag = hold.held(now, view.rebalancing(), judged);
    Readings readings = Readings.of("kafka");
    new LagReadings(settings, readings).answered().lag(view, lag, hold.rebalancingFor(now));
    new HandlerReadings(settings, readings)
        .processing(handled(now), lag.consumed())
        .polls()
        .deadLetters(view.deadLetters(), deadLettersSince(now, view));
    state = new Seen(view, judged);
    return LagVerdict.of(context, readings, view, lag);
  }

  private ProbeResult failed(CheckContext context, KafkaFailure failure) {
    state = null;
    Readings readings = Readings.of("kafka");
    new LagReadings(settings, readings).failed(failure);
    new HandlerReadings(settings, readings)
        .processing(handled(settings.nanoTime.getAsLong()), 0)
        .polls();
    return LagVerdict.of(context, readings, null, null);
  }

  private @Nullable Counts handled(long now) {
    ProcessingStatistics statistics = settings.processing;
    return statistics == null ? null : handled.add(now, statistics.counts());
  }

  private long deadLettersSince(long now, GroupView view) {
    // What a partition without a leader holds would look as if it came when the leader does.
    return view.leaderless() > 0
        ? 0
        : deadLetters.add(now, new Counts(view.deadLetters().end(), 0, 0)).processed();
  }

  /** The calls end by themselves, and the check before its deadline: this is a slow machine. */
  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    String words = "no answer for " + elapsed.toMillis() + " ms";
    Readings readings = Readings.of("kafka");
    new LagReadings(settings, readings).failed(new KafkaFailure(KafkaFinding.UNREACHABLE, words));
    new HandlerReadings(settings, readings).unknownProcessing();
    return LagVerdict.of(context, readings, null, null);
  }

  @Override
  public List<Metric> metrics() {
    Seen known = state;
    return known == null ? List.of() : LagMetrics.of(settings, known);
  }

  @Override
  public void close() {
    settings.admin.close();
  }
}
