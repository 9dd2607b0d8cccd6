package com.holdwall.probes;

import com.holdwall.probes.redact.Redactor;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.Diagnoser;
import com.holdwall.runbook.diagnosis.Explanations;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ProbeRegistry} needs. Not thread-safe. */
public final class ProbeRegistryBuilder {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** A probe and when it runs. */
  record Entry(Probe probe, ProbeSettings settings) {}

  /** Names that stand for something else in the paths of the endpoints. */
  private static final Set<String> RESERVED = Set.of("live", "ready", "startup");

  /** What takes secrets out, and what applies it. */
  record Redaction(Redactor redactor, Cleaner cleaner) {}

  final List<Entry> probes = new ArrayList<>();
  final List<HealthListener> listeners = new ArrayList<>();
  String service = "service";
  RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
  Supplier<ProbeTimer> timer = SystemTimer::new;
  private @Nullable RunbookCatalog catalog;
  private final List<SignalReader> signals = new ArrayList<>();
  Aggregation aggregation = Aggregation.worst();
  private Redactor redactor = Redactor.standard();
  private boolean virtualThreads = VirtualThreads.harmless();
  private Explanations explanations = HoldwallRunbooks.explanations();

  ProbeRegistryBuilder() {}

  /**
   * Adds a probe with its own settings.
   *
   * @param probe the probe; the registry closes it
   * @return this
   * @throws IllegalArgumentException if its name is malformed, reserved or already taken, or its
   *     impact would make an outage worse: liveness for anything outside the process, readiness for
   *     what all replicas share
   */
  public ProbeRegistryBuilder register(Probe probe) {
    Objects.requireNonNull(probe, "probe must not be null");
    return register(probe, probe.settings());
  }

  /**
   * Adds a probe.
   *
   * @param probe the probe; the registry closes it
   * @param settings when it runs
   * @return this
   * @throws IllegalArgumentException if its name is malformed, reserved or already taken, or its
   *     impact would make an outage worse: liveness for anything outside the process, readiness for
   *     what all replicas share
   */
  public ProbeRegistryBuilder register(Probe probe, ProbeSettings settings) {
    Objects.requireNonNull(probe, "probe must not be null");
    Objects.requireNonNull(settings, "settings must not be null");
    String name = Objects.requireNonNull(probe.name(), "probe name must not be null");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "probe name '" + name + "' must be lower-case words joined by hyphens");
    }
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "probe name '" + name + "' must not be one of live, ready and startup");
    }
    if (probes.stream().anyMatch(entry -> entry.probe().name().equals(name))) {
      throw new IllegalArgumentException("probe name '" + name + "' is already registered");
    }
    settings.impact().allowedFor(name, probe.reach());
    probes.add(new Entry(probe, settings));
    return this;
  }

  /**
   * Says where the values of metrics come from, for the symptoms that are recognised by one. They
   * are read whenever a check of any probe ends; without a reader these symptoms are not evaluable.
   * May be called several times: the first reader that knows a metric gives its value. A registered
   * probe that is a reader itself needs no call: it is asked after those that were given.
   *
   * @param reader gives values that are already there; must not block
   * @return this
   */
  public ProbeRegistryBuilder signals(SignalReader reader) {
    signals.add(Objects.requireNonNull(reader, "reader must not be null"));
    return this;
  }

  /**
   * Adds a listener.
   *
   * @param listener is told of every change from the first check on
   * @return this
   */
  public ProbeRegistryBuilder listener(HealthListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
    return this;
  }

  /**
   * Names the service, as it stands in reports.
   *
   * @param name the name; {@code service} by default
   * @return this
   * @throws IllegalArgumentException if the name is blank
   */
  public ProbeRegistryBuilder service(String name) {
    if (Objects.requireNonNull(name, "service must not be null").isBlank()) {
      throw new IllegalArgumentException("service must not be blank, but is '" + name + "'");
    }
    service = name;
    return this;
  }

  /**
   * Replaces the runbooks.
   *
   * @param runbooks the runbooks; the ten Holdwall runbooks by default
   * @param causes which incident explains which other
   * @return this
   */
  public ProbeRegistryBuilder runbooks(RunbookCatalog runbooks, Explanations causes) {
    catalog = Objects.requireNonNull(runbooks, "runbooks must not be null");
    explanations = Objects.requireNonNull(causes, "causes must not be null");
    return this;
  }

  /**
   * Changes how the statuses of the probes make one.
   *
   * @param rule the rule; {@link Aggregation#worst} by default
   * @return this
   */
  public ProbeRegistryBuilder aggregation(Aggregation rule) {
    aggregation = Objects.requireNonNull(rule, "rule must not be null");
    return this;
  }

  /**
   * Changes what takes secrets out of results and reports.
   *
   * @param changed the redactor; one that knows the usual shapes by default
   * @return this
   */
  public ProbeRegistryBuilder redactor(Redactor changed) {
    redactor = Objects.requireNonNull(changed, "redactor must not be null");
    return this;
  }

  /**
   * Decides whether checks run on virtual threads. By default they do on Java 24 and newer. On 21
   * to 23 a driver that hangs inside {@code synchronized} holds the carrier thread, which other
   * virtual threads of the service need, so there it is a choice.
   *
   * @param wanted whether to use them
   * @return this
   * @throws IllegalArgumentException if they are wanted on a Java that has none
   */
  public ProbeRegistryBuilder virtualThreads(boolean wanted) {
    if (wanted && !VirtualThreads.exist()) {
      throw new IllegalArgumentException(
          "virtual threads need Java 21 or newer, but this is " + Runtime.version());
    }
    virtualThreads = wanted;
    return this;
  }

  /** Replaces the clock and the randomness: for exact tests. */
  ProbeRegistryBuilder time(ProbeTimer replaced, RandomGenerator dice) {
    timer = () -> replaced;
    random = dice;
    return this;
  }

  /** Of what was given and of the probes, the first that knows; null if there is nobody to ask. */
  @Nullable SignalReader signals() {
    Set<SignalReader> all = new LinkedHashSet<>(signals);
    probes.forEach(entry -> entry.probe().unwrap(SignalReader.class).ifPresent(all::add));
    List<SignalReader> readers = List.copyOf(all);
    return readers.isEmpty() ? null : (metric, at) -> first(readers, metric, at);
  }

  private static Optional<SignalReader.Signal> first(
      List<SignalReader> readers, String metric, Instant at) {
    for (SignalReader reader : readers) {
      Optional<SignalReader.Signal> known = reader.read(metric, at);
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.empty();
  }

  boolean virtualThreads() {
    return virtualThreads;
  }

  Redaction redaction() {
    return new Redaction(redactor, new Cleaner(redactor));
  }

  RunbookCatalog catalog() {
    return catalog == null ? HoldwallRunbooks.catalog() : catalog;
  }

  Diagnoser diagnoser() {
    return Diagnoser.of(catalog(), explanations);
  }

  /**
   * Builds the registry. Later changes of this builder do not reach it.
   *
   * @return the registry, not started
   */
  public ProbeRegistry build() {
    return new ProbeRegistry(this);
  }
}
