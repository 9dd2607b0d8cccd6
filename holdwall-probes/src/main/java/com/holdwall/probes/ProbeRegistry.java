package com.holdwall.probes;

import com.holdwall.runbook.diagnosis.ComponentHealth;
import com.holdwall.runbook.diagnosis.Diagnoser;
import com.holdwall.runbook.diagnosis.DiagnosisInput;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Runs probes in the background and knows what they saw. Thread-safe.
 *
 * <p>Reading never runs a probe. The threads are daemons: one timer, one for listeners, and at most
 * two for each probe. The registry owns its probes from {@link #start} on: {@link #close} closes
 * them.
 */
public final class ProbeRegistry implements AutoCloseable {

  private enum Stage {
    BUILT,
    STARTED,
    CLOSED
  }

  private final String service;
  private final Diagnoser diagnoser;
  private final List<Probe> probes;
  private final ProbeTimer timer;
  private final EventQueue events;
  private final ThreadPoolExecutor workers;
  private final SymptomBoard symptoms;
  private final List<ProbeRunner> runners;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.BUILT);
  private final Object publishing = new Object();
  private volatile HealthReport health;

  ProbeRegistry(ProbeRegistryBuilder builder) {
    this.service = builder.service;
    this.diagnoser = builder.diagnoser();
    this.timer = builder.timer.get();
    this.events = new EventQueue(builder.listeners);
    this.probes = builder.probes.stream().map(ProbeRegistryBuilder.Entry::probe).toList();
    this.workers = workers(probes.size());
    this.symptoms =
        new SymptomBoard(
            builder.catalog(),
            probes.stream().map(Probe::name).collect(Collectors.toUnmodifiableSet()),
            events);
    this.runners = builder.probes.stream().map(entry -> runner(entry, builder)).toList();
    this.health = snapshot();
  }

  private static ThreadPoolExecutor workers(int probes) {
    // At most a hung check and a hung report of each probe are under way, and nothing ever queues.
    // The third thread is for a probe whose last thread is on its way back but not there yet.
    return new ThreadPoolExecutor(
        0,
        Math.max(1, 3 * probes),
        30,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        new NamedThreads("holdwall-probe"));
  }

  private ProbeRunner runner(ProbeRegistryBuilder.Entry entry, ProbeRegistryBuilder builder) {
    return new ProbeRunner(
        entry.probe(),
        entry.settings(),
        timer,
        workers,
        builder.random,
        new ProbeState(entry.probe(), events, timer.now()),
        symptoms,
        this::publish);
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
    runners.forEach(ProbeRunner::start);
    return this;
  }

  /** {@return what is known of all dependencies: a snapshot that is already there, without I/O} */
  public HealthReport health() {
    return health;
  }

  /**
   * Looks one dependency up, without I/O.
   *
   * @param name the probe's name
   * @return what is known of it
   * @throws IllegalArgumentException if no probe of that name is registered
   */
  public ProbeHealth health(String name) {
    return health.probe(name);
  }

  /** {@return which runbooks apply to what is known now, without I/O} */
  public DiagnosisReport diagnose() {
    HealthReport snapshot = health;
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

  /** {@return how many events were dropped because a listener was too slow} */
  public long droppedEvents() {
    return events.dropped();
  }

  private void publish() {
    // Two probes may end at once: the later list must hold both.
    synchronized (publishing) {
      health = snapshot();
    }
  }

  private HealthReport snapshot() {
    return HealthReport.of(
        runners.stream().map(ProbeRunner::health).toList(), symptoms.observations());
  }

  /**
   * Stops checking, interrupts what is under way and closes the probes. Does not wait for a hung
   * check. The last snapshot can still be read. A second call has no effect.
   */
  @Override
  public void close() {
    if (stage.getAndSet(Stage.CLOSED) == Stage.CLOSED) {
      return;
    }
    timer.close();
    runners.forEach(ProbeRunner::close);
    workers.shutdown();
    events.close();
    probes.forEach(Probe::close);
  }
}
