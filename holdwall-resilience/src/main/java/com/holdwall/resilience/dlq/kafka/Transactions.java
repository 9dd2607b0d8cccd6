package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Writes outputs, retries and dead letters in one transaction with the offsets of the records that
 * they came from (KIP-447). What an aborted transaction held is processed again. {@link #send} runs
 * on any thread, all else on the poll thread.
 */
final class Transactions implements Committer, Outbox, AutoCloseable {

  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<Producer<byte[], byte[]>> factory;
  private final String group;
  private final long intervalNanos;
  private final Ticker ticker;
  private final Holding holding;
  private final Tally tally;
  private final Notices notices;
  private final List<InFlight> pending = new ArrayList<>();
  private final Map<InFlight, Throwable> refused = new ConcurrentHashMap<>();

  /** Records by id whose parcel was too large, and how often it was: they come again. */
  private final Map<String, Integer> tooLarge = new HashMap<>();

  private @Nullable Producer<byte[], byte[]> producer;
  private Map<TopicPartition, Long> starts = new HashMap<>();
  private boolean aborted;
  private long last;

  Transactions(
      Consumer<byte[], byte[]> consumer,
      Supplier<Producer<byte[], byte[]>> factory,
      ConsumerSettings settings,
      Ticker ticker,
      Holding holding,
      Tally tally,
      Notices notices) {
    this.consumer = consumer;
    this.factory = factory;
    this.group = settings.group();
    this.intervalNanos = settings.commitInterval().toNanos();
    this.ticker = ticker;
    this.holding = holding;
    this.tally = tally;
    this.notices = notices;
    this.last = ticker.nanos();
  }

  @Override
  public void send(InFlight item, Parcel parcel) {
    item.parcel = parcel;
    item.complete();
    holding.over(item);
  }

  @Override
  public void finished(InFlight item) {
    pending.add(item);
    starts.putIfAbsent(item.partition.id, item.slotOffset());
  }

  @Override
  public void commitWhenDue(Collection<PartitionState> states) {
    long now = ticker.nanos();
    if (now - last >= intervalNanos) {
      last = now;
      commitNow(states);
    }
  }

  @Override
  public void commitNow(Collection<PartitionState> states) {
    if (aborted || pending.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (InFlight item : pending) {
      offsets.put(item.partition.id, new OffsetAndMetadata(item.partition.tracker.watermark()));
    }
    try {
      commit(offsets);
      committed();
    } catch (KafkaException | IllegalStateException thrown) {
      abort(thrown);
    }
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Producer<byte[], byte[]> target = present();
    target.beginTransaction();
    for (InFlight item : pending) {
      Parcel parcel = item.parcel == null ? null : fitting(item, item.parcel);
      if (parcel == null) {
        continue;
      }
      for (ProducerRecord<byte[], byte[]> record : parcel.records()) {
        var unused =
            target.send(
                record,
                (metadata, thrown) -> {
                  if (thrown != null) {
                    refused.put(item, thrown);
                  }
                });
      }
    }
    target.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    target.commitTransaction();
    offsets.forEach((id, offset) -> notices.clear(Kind.COMMIT_FAILING, group));
  }

  private Producer<byte[], byte[]> present() {
    Producer<byte[], byte[]> target = producer;
    if (target == null) {
      target = factory.get();
      try {
        target.initTransactions();
      } catch (RuntimeException thrown) {
        target.close(Duration.ZERO);
        throw thrown;
      }
      producer = target;
    }
    return target;
  }

  /** The parcel, or a smaller one where it was too large the last time. */
  private Parcel fitting(InFlight item, Parcel whole) {
    Parcel parcel = whole;
    int times = tooLarge.getOrDefault(item.toString(), 0);
    for (int i = 0; i < times && parcel.smaller() != null; i++) {
      parcel = parcel.smaller().get();
    }
    item.parcel = parcel;
    return parcel;
  }

  private void committed() {
    tally.commits.increment();
    for (InFlight item : pending) {
      item.partition.tracker.committed(item.partition.tracker.watermark());
      tooLarge.remove(item.toString());
      Parcel parcel = item.parcel;
      if (parcel != null) {
        notices.sent(parcel.topic());
        count(item, parcel);
      }
    }
    forget();
  }

  private void count(InFlight item, Parcel parcel) {
    switch (parcel.kind()) {
      case OUTPUTS -> {}
      case RETRY -> tally.retriesScheduled.increment();
      case DEAD_LETTER, DEGRADED_LETTER -> {
        tally.deadLettered.increment();
        if (parcel.kind() == Parcel.Kind.DEGRADED_LETTER) {
          tally.degraded.increment();
        }
        notices.tell(ConsumerEvent.Type.DEAD_LETTERED, item.toString(), parcel.failure());
      }
    }
  }

  private void forget() {
    pending.clear();
    refused.clear();
    starts = new HashMap<>();
  }

  private void abort(RuntimeException thrown) {
    aborted = true;
    tally.commitFailures.increment();
    refused.forEach(
        (item, why) -> {
          Parcel parcel = item.parcel;
          if (why instanceof RecordTooLargeException) {
            tooLarge.merge(item.toString(), 1, Integer::sum);
          } else if (parcel != null) {
            SendFailure.raise(notices, parcel.topic(), why);
          }
        });
    notices.raise(
        Kind.COMMIT_FAILING,
        group,
        "Group "
            + group
            + " cannot commit its transaction ("
            + thrown.getClass().getSimpleName()
            + "): its records come again.");
    notices.tell(ConsumerEvent.Type.ABORTED, group, thrown);
    refused.clear();
    pending.clear();
    abortOrReplace();
  }

  /** A producer that cannot even abort is replaced; its successor settles the transaction. */
  private void abortOrReplace() {
    Producer<byte[], byte[]> broken = producer;
    if (broken == null) {
      return;
    }
    try {
      broken.abortTransaction();
    } catch (KafkaException | IllegalStateException beyondRepair) {
      producer = null;
      broken.close(Duration.ZERO);
    }
  }

  /** Whether what was polled since has to be forgotten, as {@link #restart} does. */
  boolean aborted() {
    return aborted;
  }

  /**
   * Goes back to what is committed, after an abort.
   *
   * @throws KafkaException if the broker does not say what that is; to be tried again
   */
  void restart(Assignment assignment) {
    // settles a transaction of unknown outcome first, so that the offsets are the last word
    var unused = present();
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(new HashSet<>(assignment.ids()));
    assignment.rewind(committed, starts);
    aborted = false;
    // what was finished meanwhile is forgotten too
    forget();
  }

  @Override
  public void close() {
    Producer<byte[], byte[]> last = producer;
    producer = null;
    if (last != null) {
      last.close(Duration.ofSeconds(5));
    }
  }
}
