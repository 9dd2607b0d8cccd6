package com.holdwall.probes;

import com.holdwall.probes.internal.Require;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.diagnosis.ComponentHealth;
import com.holdwall.runbook.diagnosis.Diagnoser;
import com.holdwall.runbook.diagnosis.DiagnosisInput;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Runs probes in the background and knows what they saw. Thread-safe.
 *
 * <p>Reading never runs a probe. The threads are daemons: one timer, one that looks after it, one
 * for each listener, and at most two for each probe. Where the service runs out of memory, checks
 * fail, and as a rule go on within seconds of there being some again. The registry owns its probes
 * from {@link #start} on: {@link #close} closes them.
 */
public final class ProbeRegistry implements AutoCloseable {

  private enum Stage {
    BUILT,
    STARTED,
    CLOSED
  }

  private final String service;
  private final RunbookCatalog catalog;
  private final Diagnoser diagnoser;
  private final ProbeRegistryBuilder.Redaction redaction;
  private final List<Probe> probes;
  private final ProbeTimer timer;
  private final EventQueue events;
  private final Workers workers;
  private final SymptomBoard symptoms;
  private final Snapshots snapshots;
  private final Outside outside;
  private final List<ProbeRunner> runners;
  private final Keeper keeper;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.BUILT);

  ProbeRegistry(ProbeRegistryBuilder builder) {
    this.service = builder.service;
    this.catalog = builder.catalog();
    this.diagnoser = builder.diagnoser();
    this.redaction = builder.redaction();
    this.timer = builder.timer.get();
    this.events = new EventQueue(builder.listeners);
    this.probes = builder.probes.stream().map(ProbeRegistryBuilder.Entry::probe).toList();
    this.workers = new Workers(probes.size(), builder.virtualThreads());
    this.symptoms =
        new SymptomBoard(
            catalog,
            probes.stream().map(Probe::name).collect(Collectors.toUnmodifiableSet()),
            builder.signals(),
            events);
    this.snapshots = new Snapshots(timer, symptoms, builder.aggregation);
    RunnerTools tools =
        new RunnerTools(
            timer,
            workers,
            builder.random,
            events,
            symptoms,
            redaction.cleaner(),
            snapshots::changed);
    this.runners =
        builder.probes.stream()
            .map(entry -> new ProbeRunner(entry.probe(), entry.settings(), tools))
            .toList();
    this.keeper = new Keeper(runners);
    snapshots.of(runners.stream().map(ProbeRunner::state).toList());
    this.outside = new Outside(timer, symptoms, redaction.cleaner(), snapshots::changed);
  }

  /** {@return a builder} */
  public static ProbeRegistryBuilder builder() {
    return new ProbeRegistryBuilder();
  }

  /**
   * Starts checking.
   *
   * @return this
   * @throws IllegalStateException if it was started or closed before
   */
  public ProbeRegistry start() {
    if (!stage.compareAndSet(Stage.BUILT, Stage.STARTED)) {
      throw new IllegalStateException(
          "a registry can be started once, but this one is " + stage.get());
    }
    keeper.start();
    runners.forEach(ProbeRunner::start);
    return this;
  }

  /**
   * {@return what is known of all dependencies: a snapshot that is already there, without I/O; an
   * answer older than two intervals is UNKNOWN in it, and stale}
   */
  public HealthReport health() {
    return snapshots.current();
  }

  /**
   * Looks one dependency up, without I/O.
   *
   * @param name the probe's name
   * @return what is known of it
   * @throws IllegalArgumentException if no probe of that name is registered
   */
  public ProbeHealth health(String name) {
    return health().probe(name);
  }

  /**
   * Looks at one group, without I/O.
   *
   * @param name the group's name
   * @return its probes, with a status of their own by the registry's aggregation, and all
   *     observations; without a probe if none is in it
   */
  public HealthReport group(String name) {
    HealthReport all = health();
    List<ProbeHealth> group = all.group(name);
    return new HealthReport(snapshots.aggregate(group), group, all.observations());
  }

  /**
   * Checks one dependency now and waits for the answer, or joins the check that is under way. Waits
   * no longer than twice the probe's deadline; a probe whose check hangs is not started again.
   *
   * @param name the probe's name
   * @return what is known of it then
   * @throws IllegalArgumentException if no probe of that name is registered
   */
  public ProbeHealth check(String name) {
    Duration deadline = health(name).settings().deadline();
    for (ProbeRunner runner : runners) {
      if (runner.state().health().name().equals(name)) {
        ManualChecks.await(List.of(runner.look()), deadline.multipliedBy(2).plusMillis(100));
      }
    }
    return health(name);
  }

  /**
   * Checks all dependencies now, at the same time, and waits for the answers; a check that is under
   * way is joined.
   *
   * @param deadline how long to wait at the most; the checks go on after that
   * @return what is known then; a probe that has not answered shows what was known of it before
   * @throws IllegalArgumentException if the deadline is not longer than zero
   */
  public HealthReport checkAll(Duration deadline) {
    Require.positive("deadline", deadline);
    ManualChecks.await(runners.stream().map(ProbeRunner::look).toList(), deadline);
    return health();
  }

  /** {@return which runbooks apply to what is known now, without I/O} */
  public DiagnosisReport diagnose() {
    HealthReport snapshot = health();
    List<ProbeHealth> known = snapshot.probes();
    return diagnoser.diagnose(
        new DiagnosisInput(
            service,
            timer.now(),
            snapshot.observations(),
            known.stream().flatMap(probe -> probe.steps().stream()).toList(),
            known.stream()
                .map(p -> new ComponentHealth(p.name(), p.runbook(), p.status(), p.summary()))
                .toList()));
  }

  /**
   * Takes a person's report of a symptom that nothing here can see.
   *
   * @param report the report
   * @throws IllegalArgumentException if its symptom is not of the catalogue, or a probe detects it
   */
  public void report(Report report) {
    outside.report(report);
  }

  /**
   * Takes an alert from outside. It counts for 5 hours, unless it is repeated or resolved.
   *
   * @param alert the alert
   * @return how many symptoms it is about; 0 if the catalogue names no such alert
   */
  public int alert(Alert alert) {
    return outside.alert(alert);
  }

  /**
   * Finds what registered probes are besides, such as sources of metrics.
   *
   * @param type what they may be
   * @return those that are, in the order in which they were registered
   * @param <T> the type
   * @see Probe#unwrap
   */
  public <T> List<T> probes(Class<T> type) {
    return probes.stream().flatMap(probe -> probe.unwrap(type).stream()).toList();
  }

  /** {@return the service's name, as it stands in reports} */
  public String service() {
    return service;
  }

  /** {@return the runbooks} */
  public RunbookCatalog catalog() {
    return catalog;
  }

  /** {@return how many events were dropped because a listener was too slow} */
  public long droppedEvents() {
    return events.dropped();
  }

  /** {@return how many secrets were taken out of results and reports, by the kind of secret} */
  public Map<String, Long> redactions() {
    return redaction.redactor().counts();
  }

  /**
   * Stops checking, interrupts what is under way and closes the probes. Does not wait for a hung
   * check. The last snapshot can still be read, and gets stale. A second call has no effect.
   */
  @Override
  public void close() {
    if (stage.getAndSet(Stage.CLOSED) == Stage.CLOSED) {
      return;
    }
    keeper.close();
    timer.close();
    runners.forEach(ProbeRunner::close);
    workers.close();
    events.close();
    probes.forEach(Probe::close);
  }
}
