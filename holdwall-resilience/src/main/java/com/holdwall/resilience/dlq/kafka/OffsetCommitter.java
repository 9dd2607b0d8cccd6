package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Commits watermarks: without waiting at intervals, and waiting when partitions go. */
final class OffsetCommitter implements Committer {

  /** A commit at the end of a partition or of the consumer must not hold up a rebalance. */
  private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(10);

  /** Each stands for a window of records that was finished meanwhile: there cannot be many. */
  private static final int MOST_WAKEUPS = 100;

  private final Consumer<byte[], byte[]> consumer;
  private final String group;
  private final long intervalNanos;
  private final Ticker ticker;
  private final Tally tally;
  private final Notices notices;
  private final java.util.function.Consumer<Throwable> fatal;
  private long last;
  private boolean underWay;

  OffsetCommitter(
      Consumer<byte[], byte[]> consumer,
      ConsumerSettings settings,
      Ticker ticker,
      Tally tally,
      Notices notices,
      java.util.function.Consumer<Throwable> fatal) {
    this.consumer = consumer;
    this.group = settings.group();
    this.intervalNanos = settings.commitInterval().toNanos();
    this.ticker = ticker;
    this.tally = tally;
    this.notices = notices;
    this.fatal = fatal;
    this.last = ticker.nanos();
  }

  @Override
  public void finished(InFlight item) {
    // its offset says it all
  }

  @Override
  public void commitWhenDue(Collection<PartitionState> states) {
    long now = ticker.nanos();
    if (underWay || now - last < intervalNanos) {
      return;
    }
    last = now;
    Map<TopicPartition, OffsetAndMetadata> offsets = finished(states);
    if (!offsets.isEmpty()) {
      underWay = true;
      consumer.commitAsync(offsets, (sent, thrown) -> answered(states, sent, thrown));
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> finished(
      Collection<PartitionState> states) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionState state : states) {
      if (state.tracker.dirty()) {
        offsets.put(state.id, new OffsetAndMetadata(state.tracker.watermark()));
      }
    }
    return offsets;
  }

  private void answered(
      Collection<PartitionState> states,
      Map<TopicPartition, OffsetAndMetadata> sent,
      @Nullable Exception thrown) {
    underWay = false;
    if (thrown != null) {
      failed(thrown);
      return;
    }
    tally.commits.increment();
    notices.clear(Kind.COMMIT_FAILING, group);
    for (PartitionState state : states) {
      OffsetAndMetadata offset = sent.get(state.id);
      if (offset != null) {
        state.tracker.committed(offset.offset());
      }
    }
  }

  /** Nothing is lost: the next commit covers what this one did not. */
  private void failed(Exception thrown) {
    tally.commitFailures.increment();
    if (thrown instanceof FencedInstanceIdException) {
      fatal.accept(thrown);
    }
    notices.raise(
        thrown instanceof AuthorizationException ? Kind.NOT_AUTHORIZED : Kind.COMMIT_FAILING,
        group,
        "Group "
            + group
            + " cannot commit ("
            + thrown.getClass().getSimpleName()
            + "): after a restart records come again.");
  }

  @Override
  public void commitNow(Collection<PartitionState> states) {
    Map<TopicPartition, OffsetAndMetadata> offsets = finished(states);
    if (offsets.isEmpty()) {
      return;
    }
    try {
      commitSync(offsets);
      answered(states, offsets, null);
    } catch (KafkaException thrown) {
      failed(thrown);
    }
  }

  @Override
  public void lost(Collection<PartitionState> states) {
    // watermarks are of the partitions that are there
  }

  @Override
  public boolean halted() {
    return false;
  }

  /** A wake-up that was meant for a poll must not cost the commit. */
  private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (int wakeups = 0; ; wakeups++) {
      try {
        consumer.commitSync(offsets, SYNC_TIMEOUT);
        return;
      } catch (WakeupException forPoll) {
        if (wakeups == MOST_WAKEUPS) {
          throw forPoll;
        }
      }
    }
  }
}
