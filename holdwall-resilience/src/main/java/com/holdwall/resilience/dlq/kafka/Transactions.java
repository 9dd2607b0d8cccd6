package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Writes outputs, retries and dead letters in one transaction with the offsets of the records that
 * they came from (KIP-447). What an aborted transaction held is processed again. {@link #send} runs
 * on any thread, all else on the poll thread.
 */
final class Transactions implements Committer, Outbox, AutoCloseable {

  private final Consumer<byte[], byte[]> consumer;
  private final TransactionalProducer producer;
  private final ConsumerSettings settings;
  private final Ticker ticker;
  private final Holding holding;
  private final Tally tally;
  private final Notices notices;
  private final Runnable completed;

  /** Finished and not committed, in the order of offsets. */
  private final List<InFlight> pending = new ArrayList<>();

  private final Map<InFlight, Throwable> refused = new ConcurrentHashMap<>();

  /** Records whose parcel was too large, and how often it was: they come again. */
  private final Map<Place, Integer> tooLarge = new HashMap<>();

  private long pendingBytes;
  private boolean aborted;
  private long last;

  /** Where a record lies. */
  private record Place(TopicPartition partition, long offset) {
    static Place of(InFlight item) {
      return new Place(item.partition.id, item.slotOffset());
    }
  }

  Transactions(
      Consumer<byte[], byte[]> consumer,
      TransactionalProducer producer,
      ConsumerSettings settings,
      Ticker ticker,
      Holding holding,
      Tally tally,
      Notices notices,
      Runnable completed) {
    this.consumer = consumer;
    this.producer = producer;
    this.settings = settings;
    this.ticker = ticker;
    this.holding = holding;
    this.tally = tally;
    this.notices = notices;
    this.completed = completed;
    this.last = ticker.nanos();
  }

  @Override
  public void send(InFlight item, Parcel parcel) {
    item.parcel = parcel;
    item.complete();
    holding.over(item);
    completed.run();
  }

  @Override
  public void finished(InFlight item) {
    pending.add(item);
    pendingBytes += item.bytes();
  }

  @Override
  public void commitWhenDue(Collection<PartitionState> states) {
    long now = ticker.nanos();
    if (now - last >= settings.commitInterval().toNanos() || full(states.size())) {
      last = now;
      commitNow(states);
    }
  }

  /** What waits for the commit is in hand, too. */
  private boolean full(int partitions) {
    return pendingBytes >= settings.maxInFlightBytes()
        || pending.size() >= (long) settings.maxInFlight() * Math.max(1, partitions);
  }

  @Override
  public void commitNow(Collection<PartitionState> states) {
    Set<PartitionState> touched = new LinkedHashSet<>();
    pending.forEach(item -> touched.add(item.partition));
    // positions rise behind the markers of transactions, too
    states.stream().filter(state -> state.tracker.dirty()).forEach(touched::add);
    if (aborted || touched.isEmpty()) {
      return;
    }
    try {
      commit(touched);
    } catch (KafkaException | IllegalStateException thrown) {
      abort(thrown);
      return;
    }
    touched.forEach(state -> state.tracker.committed(state.tracker.watermark()));
    committed();
  }

  private void commit(Set<PartitionState> touched) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    touched.forEach(
        state -> offsets.put(state.id, new OffsetAndMetadata(state.tracker.watermark())));
    Producer<byte[], byte[]> target = producer.ready();
    target.beginTransaction();
    for (InFlight item : pending) {
      if (item.parcel != null) {
        write(target, item, fitting(item, item.parcel));
      }
    }
    target.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    target.commitTransaction();
  }

  private void write(Producer<byte[], byte[]> target, InFlight item, Parcel parcel) {
    item.parcel = parcel;
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

  /** The parcel, or a smaller one where it was too large the last time. */
  private Parcel fitting(InFlight item, Parcel whole) {
    Parcel parcel = whole;
    int times = tooLarge.getOrDefault(Place.of(item), 0);
    for (int i = 0; i < times && parcel.smaller() != null; i++) {
      parcel = parcel.smaller().get();
    }
    return parcel;
  }

  private void committed() {
    tally.commits.increment();
    notices.clear(Kind.COMMIT_FAILING, settings.group());
    for (InFlight item : pending) {
      tooLarge.remove(Place.of(item));
      if (item.parcel != null) {
        notices.sent(item.parcel.topic());
        item.parcel.count(item, tally, notices);
      }
    }
    forget();
  }

  private void forget() {
    pending.clear();
    pendingBytes = 0;
    refused.clear();
  }

  private void abort(RuntimeException thrown) {
    aborted = true;
    tally.commitFailures.increment();
    refused.forEach(this::refused);
    notices.raise(
        Kind.COMMIT_FAILING,
        settings.group(),
        "Group "
            + settings.group()
            + " cannot commit its transaction ("
            + reason(thrown).getClass().getSimpleName()
            + "): its records come again.");
    notices.tell(ConsumerEvent.Type.ABORTED, settings.group(), thrown);
    forget();
    producer.abort();
  }

  /** The client wraps what went wrong before in an exception that says nothing. */
  private static Throwable reason(RuntimeException thrown) {
    Throwable cause = thrown.getCause();
    return cause != null && thrown.getClass() == KafkaException.class ? cause : thrown;
  }

  private void refused(InFlight item, Throwable why) {
    if (why instanceof RecordTooLargeException) {
      tooLarge.merge(Place.of(item), 1, Integer::sum);
    } else if (item.parcel != null) {
      SendFailure.raise(notices, item.parcel.topic(), why);
    }
  }

  @Override
  public void lost(Collection<PartitionState> states) {
    Set<PartitionState> gone = new HashSet<>(states);
    for (InFlight item : pending) {
      pendingBytes -= gone.contains(item.partition) ? item.bytes() : 0;
    }
    pending.removeIf(item -> gone.contains(item.partition));
    Set<TopicPartition> ids = new HashSet<>();
    gone.forEach(state -> ids.add(state.id));
    tooLarge.keySet().removeIf(place -> ids.contains(place.partition()));
  }

  @Override
  public boolean halted() {
    return aborted;
  }

  /**
   * Goes back to what is committed, after an abort.
   *
   * @throws KafkaException if the broker does not say what that is; to be tried again
   */
  void restart(Assignment assignment) {
    // settles a transaction of unknown outcome first, so that the offsets are the last word
    var unused = producer.ready();
    assignment.rewind(consumer.committed(new HashSet<>(assignment.ids())));
    aborted = false;
    // what was finished meanwhile is forgotten too
    forget();
  }

  @Override
  public void close() {
    producer.close();
  }
}
