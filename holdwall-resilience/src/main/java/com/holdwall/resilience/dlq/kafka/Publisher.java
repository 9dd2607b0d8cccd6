package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends parcels and completes a record only when all of its parcel is acknowledged. What is not is
 * sent again, for as long as it takes: the record keeps its place in the window, its partition is
 * paused, and a finding says so. All sends run on one thread, so that a send that blocks for want
 * of a topic blocks no handler.
 */
final class Publisher implements Outbox {

  private final Producers producers;
  private final ScheduledExecutorService sender;
  private final Backoff backoff;
  private final RandomSource random;
  private final Holding holding;
  private final Tally tally;
  private final Notices notices;
  private final Runnable wake;

  Publisher(
      ConsumerSettings settings,
      Producers producers,
      ScheduledExecutorService sender,
      Holding holding,
      Tally tally,
      Notices notices,
      Runnable wake) {
    this.producers = producers;
    this.sender = sender;
    this.backoff = settings.sendBackoff();
    this.random = settings.random();
    this.holding = holding;
    this.tally = tally;
    this.notices = notices;
    this.wake = wake;
  }

  @Override
  public void send(InFlight item, Parcel parcel) {
    item.partition.sending.incrementAndGet();
    submit(new Sending(item, parcel), 0);
  }

  private void submit(Sending sending, long waitNanos) {
    try {
      var unused = sender.schedule(sending::start, waitNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      sending.letGo();
    }
  }

  /** One record's parcel until it is acknowledged. */
  private final class Sending {

    private final InFlight item;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private Parcel parcel;
    private int failures;

    Sending(InFlight item, Parcel parcel) {
      this.item = item;
      this.parcel = parcel;
    }

    void start() {
      if (item.partition.dropped) {
        letGo();
        return;
      }
      left.set(parcel.records().size());
      failure.set(null);
      for (ProducerRecord<byte[], byte[]> record : parcel.records()) {
        producers.send(record, this::sent);
      }
    }

    private void sent(@Nullable Throwable thrown) {
      if (thrown != null) {
        failure.compareAndSet(null, thrown);
      }
      if (left.decrementAndGet() == 0) {
        Throwable first = failure.get();
        if (first == null) {
          done();
        } else {
          failed(first);
        }
      }
    }

    private void done() {
      if (failures > 0) {
        item.partition.unsent.decrementAndGet();
      }
      notices.sent(parcel.topic());
      notices.clear(Kind.DEAD_LETTER_TOO_LARGE, parcel.topic());
      parcel.count(item, tally, notices);
      item.complete();
      item.partition.sending.decrementAndGet();
      holding.over(item);
      wake.run();
    }

    private void failed(Throwable thrown) {
      if (thrown instanceof RecordTooLargeException) {
        if (parcel.smaller() != null) {
          parcel = parcel.smaller().get();
          notices.tell(ConsumerEvent.Type.DEGRADED, item.toString(), thrown);
          submit(this, 0);
          return;
        }
        notices.raise(
            Kind.DEAD_LETTER_TOO_LARGE,
            parcel.topic(),
            "Topic "
                + parcel.topic()
                + " takes not even a dead letter without its payload:"
                + " raise its max.message.bytes. The records are kept.");
      } else {
        SendFailure.raise(notices, parcel.topic(), thrown);
      }
      tally.sendFailures.increment();
      if (failures++ == 0) {
        item.partition.unsent.incrementAndGet();
      }
      submit(this, backoff.delayNanos(Math.min(failures, 30), 0, random));
    }

    private void letGo() {
      if (failures > 0) {
        item.partition.unsent.decrementAndGet();
      }
      item.partition.sending.decrementAndGet();
      holding.over(item);
    }
  }
}
