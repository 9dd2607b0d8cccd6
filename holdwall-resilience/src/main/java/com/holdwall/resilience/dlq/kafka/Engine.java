package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's threads, from its start to its end, and what lives as long as the consumer: its
 * counts, and the outage. Thread-safe; started once at most.
 */
final class Engine {

  /** What the poll thread's own end may take beyond the timeout of a close. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

  private final ConsumerSettings settings;
  private final Notices notices;
  private final Tally tally = new Tally();
  private final ScheduledThreadPoolExecutor sender;
  private final FloodBreaker breaker;
  private final Holding holding;
  private volatile @Nullable Running running;

  /** What there is between start and end. */
  record Running(
      PollLoop loop, Thread thread, Lanes<InFlight> lanes, @Nullable Producers producers) {}

  Engine(ConsumerSettings settings, Notices notices) {
    this.settings = settings;
    this.notices = notices;
    this.sender =
        new ScheduledThreadPoolExecutor(
            1, task -> Assembly.daemon(task, Assembly.threadName(settings) + "-sender"));
    sender.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.breaker = new FloodBreaker(settings.outageMinimum(), Ticker.system());
    this.holding =
        new Holding(
            breaker,
            settings.probeBackoff(),
            settings.random(),
            sender,
            this::outage,
            this::waiting);
  }

  /** Looks at the topics and starts all threads. */
  void start() {
    TopicCheck check = new TopicCheck(settings, notices);
    boolean checked = checkNow(check);
    Running started =
        new Assembly(settings, notices, tally, sender, breaker, holding).assemble(check);
    if (checked) {
      started.loop().checked();
    }
    running = started;
    started.thread().start();
  }

  private boolean checkNow(TopicCheck check) {
    try {
      check.run();
      return true;
    } catch (KafkaException later) {
      notices.tell(
          ConsumerEvent.Type.FINDING_RAISED, ConsumerFinding.Kind.BROKER_UNREACHABLE.name(), later);
      return false;
    }
  }

  private void outage(boolean begins) {
    notices.tell(
        begins ? ConsumerEvent.Type.OUTAGE_BEGAN : ConsumerEvent.Type.OUTAGE_ENDED,
        settings.group(),
        null);
    if (begins) {
      notices.raise(
          ConsumerFinding.Kind.OUTAGE,
          settings.group(),
          "Most records of group "
              + settings.group()
              + " fail for a transient reason, or a breaker is open: one record probes, the others"
              + " wait.");
    } else {
      notices.clear(ConsumerFinding.Kind.OUTAGE, settings.group());
    }
    Running present = running;
    if (present != null) {
      if (!begins) {
        present.lanes().resume();
      }
      present.loop().wake();
    }
  }

  private @Nullable InFlight waiting() {
    Running present = running;
    return present == null ? null : present.lanes().takeWaiting(settings.random());
  }

  boolean isRunning() {
    Running present = running;
    return present != null && present.thread().isAlive();
  }

  ConsumerCounts counts() {
    Running present = running;
    return new ConsumerCounts(
        tally.processed.sum(),
        tally.failedAttempts.sum(),
        tally.retriesScheduled.sum(),
        tally.retryAttempts.sum(),
        tally.deadLettered.sum(),
        tally.degraded.sum(),
        tally.sendFailures.sum(),
        tally.commits.sum(),
        tally.commitFailures.sum(),
        tally.inFlight,
        tally.inFlightBytes,
        holding.size(),
        present == null ? 0 : present.lanes().parkedKeys(),
        holding.suspended());
  }

  /** Ends all threads; a second time does nothing more. */
  void close(Duration timeout) {
    Running last = running;
    if (last != null) {
      last.loop().stop(timeout);
      join(last.thread(), timeout.plus(END_TIMEOUT));
      if (last.producers() != null) {
        last.producers().close(SEND_TIMEOUT);
      }
      last.lanes().close();
    }
    List<Runnable> unused = sender.shutdownNow();
  }

  private static void join(Thread thread, Duration timeout) {
    try {
      thread.join(timeout.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
