package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** The one thread that talks to the consumer. It polls on, whatever the handlers do. */
final class PollLoop implements Runnable {

  private static final long POLL_MILLIS = 100;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final ConsumerSettings settings;
  private final ConsumerParts parts;
  private final List<String> subscription;
  private final Assignment assignment;
  private final Committer committer;
  private final @Nullable Transactions transactions;
  private final RecordRunner runner;
  private final Lanes<InFlight> lanes;
  private final TopicCheck check;
  private final Vigil vigil;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Completions after which a poll that waits for room is woken; 0 while none waits. */
  private final AtomicInteger wakeAfter = new AtomicInteger();

  private volatile boolean checked;
  private volatile Duration closeTimeout = Duration.ofSeconds(30);
  private long nextRestart;
  private int restarts;
  private int failures;

  PollLoop(
      Consumer<byte[], byte[]> consumer,
      ConsumerSettings settings,
      ConsumerParts parts,
      List<String> subscription,
      Assignment assignment,
      Committer committer,
      @Nullable Transactions transactions,
      RecordRunner runner,
      Lanes<InFlight> lanes,
      TopicCheck check) {
    this.consumer = consumer;
    this.settings = settings;
    this.parts = parts;
    this.subscription = subscription;
    this.assignment = assignment;
    this.committer = committer;
    this.transactions = transactions;
    this.runner = runner;
    this.lanes = lanes;
    this.check = check;
    this.vigil = new Vigil(consumer, settings, parts.notices(), lanes);
    this.nextRestart = System.nanoTime();
  }

  /** The topics were looked at already. */
  void checked() {
    checked = true;
  }

  void stop(Duration timeout) {
    closeTimeout = timeout;
    stopping.countDown();
    consumer.wakeup();
  }

  private boolean stopping() {
    return stopping.getCount() == 0;
  }

  /** A record is completed, by any thread. */
  void completed() {
    if (wakeAfter.get() > 0 && wakeAfter.decrementAndGet() == 0) {
      consumer.wakeup();
    }
  }

  /** Something else changed that the loop has to look at, by any thread. */
  void wake() {
    if (wakeAfter.getAndSet(0) > 0) {
      consumer.wakeup();
    }
  }

  @Override
  public void run() {
    try {
      awaitTopics();
      consumer.subscribe(subscription, assignment);
      while (!stopping()) {
        step();
      }
    } catch (RuntimeException | Error mistake) {
      // nobody sees a daemon thread end: a finding has to say so
      fail(mistake);
    } finally {
      shutDown();
    }
  }

  private void awaitTopics() {
    while (!checked && !stopping()) {
      try {
        check.run();
        checked = true;
        parts.notices().clear(Kind.TOPIC_MISSING, settings.group());
        parts.notices().clear(Kind.BROKER_UNREACHABLE, settings.group());
      } catch (TopicSetupException missing) {
        parts.notices().raise(Kind.TOPIC_MISSING, settings.group(), missing.getMessage() + ".");
        pause();
      } catch (AuthorizationException | AuthenticationException refused) {
        vigil.failed(refused);
        pause();
      } catch (KafkaException unreachable) {
        vigil.unreachable();
        pause();
      }
    }
  }

  private void step() {
    try {
      restartAfterAbort();
      assignment.advance();
      committer.commitWhenDue(assignment.states());
      ConsumerRecords<byte[], byte[]> polled = poll();
      assignment.accept(polled);
      failures = 0;
      parts.notices().clear(Kind.POLL_FAILING, settings.group());
      parts.notices().clear(Kind.NOT_AUTHORIZED, settings.group());
    } catch (WakeupException wanted) {
      // there is room again, or the end has come
      failures = 0;
    } catch (FencedInstanceIdException | InterruptException end) {
      fail(end);
    } catch (KafkaException thrown) {
      vigil.failed(thrown);
      pause();
    } finally {
      wakeAfter.set(0);
    }
    vigil.look();
  }

  /**
   * Until this succeeds nothing is polled, but the loop goes on: the group must not wait for us.
   */
  private void restartAfterAbort() {
    if (transactions == null || !transactions.halted() || System.nanoTime() - nextRestart < 0) {
      return;
    }
    try {
      transactions.restart(assignment);
      restarts = 0;
    } catch (WakeupException | InterruptException wanted) {
      throw wanted;
    } catch (KafkaException | IllegalStateException thrown) {
      // the finding of the abort is still there
      parts.notices().tell(ConsumerEvent.Type.ABORTED, settings.group(), thrown);
      nextRestart = System.nanoTime() + backoffNanos(++restarts);
    }
  }

  private long backoffNanos(int times) {
    return settings.sendBackoff().delayNanos(Math.min(times, 30), 0, settings.random());
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    boolean full = assignment.applyPauses();
    if (full || parts.holding().suspended()) {
      wakeAfter.set(full ? assignment.untilOpen() : Integer.MAX_VALUE);
      // what was completed before somebody was to be woken for it
      assignment.advance();
      boolean unused = assignment.applyPauses();
    }
    return consumer.poll(Duration.ofMillis(assignment.untilDue(POLL_MILLIS)));
  }

  /** After a failure, and far shorter than a poll may stay away. */
  private void pause() {
    long wait = backoffNanos(++failures);
    try {
      var unused = stopping.await(wait, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  /** Ends the loop for good; what is finished is still committed. */
  void fail(Throwable thrown) {
    parts
        .notices()
        .raise(
            Kind.STOPPED,
            settings.group(),
            "Consumer of group "
                + settings.group()
                + " has stopped ("
                + thrown.getClass().getName()
                + "): its partitions go to other members.");
    stopping.countDown();
    consumer.wakeup();
  }

  private void shutDown() {
    try {
      assignment.finishAll(closeTimeout);
    } catch (RuntimeException thrown) {
      parts.notices().tell(ConsumerEvent.Type.LOST, settings.group(), thrown);
    } finally {
      runner.close();
      lanes.close();
      close();
    }
  }

  private void close() {
    try {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    } catch (KafkaException thrown) {
      parts.notices().tell(ConsumerEvent.Type.LOST, settings.group(), thrown);
    } finally {
      if (transactions != null) {
        transactions.close();
      }
    }
  }
}
