package com.holdwall.resilience.dlq.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionStateTest {

  private static final int LANES = 3;
  private static final int RECORDS = 300;
  private static final int VALUE_BYTES = 1_000;

  private final PartitionState state = new PartitionState(new TopicPartition("orders", 0), 0);

  private static List<InFlight> fill(PartitionState state, int records) {
    Lane<InFlight> lane = new Lane<>(new NoWork(), task -> {});
    List<InFlight> items = new ArrayList<>();
    for (int offset = 0; offset < records; offset++) {
      InFlight item = new InFlight(state, record(offset), lane);
      state.tracker.add(item);
      state.bytes += item.bytes();
      items.add(item);
    }
    return items;
  }

  private static ConsumerRecord<byte[], byte[]> record(int offset) {
    return new ConsumerRecord<>(
        "orders",
        0,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        VALUE_BYTES,
        new byte[0],
        new byte[VALUE_BYTES],
        new RecordHeaders(),
        Optional.empty());
  }

  /** Each lane has every third record. One may be far ahead of another one. */
  @Test
  void partitionThatGoesWhileLanesStartRecords_leavesNoneBeforeOneThatRuns() throws Exception {
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      for (int round = 0; round < 1_000; round++) {
        PartitionState fresh = new PartitionState(new TopicPartition("orders", 0), 0);
        List<InFlight> items = fill(fresh, RECORDS);
        List<Long> started = race(lanes, fresh, items, 300L * (round % 30));
        assertThat(started)
            .containsExactlyInAnyOrderElementsOf(
                LongStream.range(0, started.size()).boxed().toList());
        assertThat(items.subList(started.size(), RECORDS)).allMatch(InFlight::left);
      }
    } finally {
      lanes.shutdownNow();
    }
  }

  private static List<Long> race(
      ExecutorService lanes, PartitionState state, List<InFlight> items, long nanos)
      throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(LANES + 1);
    List<Future<List<Long>>> running =
        IntStream.range(0, LANES)
            .mapToObj(lane -> lanes.submit(() -> startEveryThird(barrier, items, lane)))
            .toList();
    barrier.await(10, TimeUnit.SECONDS);
    LockSupport.parkNanos(nanos);
    state.startNoMore();
    List<Long> started = new ArrayList<>();
    for (Future<List<Long>> one : running) {
      started.addAll(one.get(10, TimeUnit.SECONDS));
    }
    return started;
  }

  private static List<Long> startEveryThird(CyclicBarrier barrier, List<InFlight> items, int lane)
      throws Exception {
    List<Long> started = new ArrayList<>();
    barrier.await(10, TimeUnit.SECONDS);
    for (int i = lane; i < items.size(); i += LANES) {
      if (items.get(i).start()) {
        started.add(items.get(i).slotOffset());
      }
    }
    return started;
  }

  @Test
  void fullWindow_staysFull_untilHalfOfItIsDone() {
    List<InFlight> items = fill(state, 10);
    assertFull(10, Long.MAX_VALUE, true);
    finish(items.subList(0, 5));
    assertFull(10, Long.MAX_VALUE, true);
    finish(items.subList(5, 6));
    assertFull(10, Long.MAX_VALUE, false);
    assertFull(5, Long.MAX_VALUE, false);
  }

  @Test
  void windowOfLargeRecords_isFullByItsBytes_andSaysHowManyRecordsOpenIt() {
    List<InFlight> items = fill(state, 10);
    long most = 10L * (VALUE_BYTES + 256);
    assertFull(1_000, most + 1, false);
    assertFull(1_000, most, true);
    assertThat(state.untilOpen(1_000, most)).isEqualTo(5);
    finish(items.subList(0, 5));
    assertFull(1_000, most, true);
    finish(items.subList(5, 6));
    assertFull(1_000, most, false);
  }

  @Test
  void windowWhoseFirstRecordIsHeld_hasRoomForAsManyAgain() {
    List<InFlight> items = fill(state, 10);
    items.get(0).held = true;
    assertFull(6, Long.MAX_VALUE, false);
    assertFull(5, Long.MAX_VALUE, true);
    items.get(0).complete();
    assertFull(20, Long.MAX_VALUE, true);
    assertFull(22, Long.MAX_VALUE, false);
  }

  private void assertFull(int maxRecords, long maxBytes, boolean full) {
    state.judge(maxRecords, maxBytes);
    assertThat(state.full).isEqualTo(full);
  }

  private void finish(List<InFlight> items) {
    items.forEach(InFlight::complete);
    state.tracker.advance(item -> state.bytes -= item.bytes());
  }

  private static final class NoWork implements LaneWork<InFlight> {

    @Override
    public @Nullable Object key(InFlight item) {
      return null;
    }

    @Override
    public void run(Lane<InFlight> lane, InFlight item) {}

    @Override
    public void released(InFlight over, InFlight next) {}

    @Override
    public boolean runBatch(Lane<InFlight> lane, List<InFlight> items) {
      return true;
    }

    @Override
    public int batchSize() {
      return 1;
    }

    @Override
    public boolean suspended() {
      return false;
    }

    @Override
    public boolean urgent(InFlight item) {
      return false;
    }
  }
}
