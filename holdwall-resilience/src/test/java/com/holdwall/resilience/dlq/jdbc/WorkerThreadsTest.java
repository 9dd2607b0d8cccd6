package com.holdwall.resilience.dlq.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is started together, and in which order. */
class WorkerThreadsTest {

  private final AtomicBoolean suspended = new AtomicBoolean();
  private final List<List<Long>> started = new ArrayList<>();
  private final WorkerThreads threads =
      new WorkerThreads(
          "test", 1, 3, rows -> started.add(rows.stream().map(Row::id).toList()), suspended::get);

  @AfterEach
  void close() {
    threads.close();
  }

  private static List<Row> rows(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(id -> new Row(id, "t", 0, null, null, List.of(), 0, 0, null))
        .toList();
  }

  @Test
  void records_areStartedInBatches_ofWhatThereIs() {
    threads.offer(rows(1, 7));
    assertThat(started).containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L), List.of(7L));
    assertThat(threads.idle()).isTrue();
  }

  @Test
  void recordsOfABatchThatFailed_areStartedFirst_andOneByOne() {
    suspended.set(true);
    threads.offer(rows(1, 4));
    assertThat(threads.offerAlone(rows(11, 12))).isTrue();
    assertThat(started).isEmpty();
    assertThat(threads.waiting()).isEqualTo(6);
    suspended.set(false);
    threads.startNext();
    assertThat(started)
        .containsExactly(List.of(11L), List.of(12L), List.of(1L, 2L, 3L), List.of(4L));
  }

  @Test
  void onceDrained_batchesThatFailLater_areLeftToTheCaller() {
    suspended.set(true);
    threads.offer(rows(1, 2));
    threads.offerAlone(rows(11, 11));
    assertThat(threads.drain()).extracting(Row::id).containsExactly(11L, 1L, 2L);
    suspended.set(false);
    assertThat(threads.offerAlone(rows(12, 13))).isFalse();
    assertThat(threads.waiting()).isZero();
    assertThat(started).isEmpty();
  }

  @Test
  void attemptThatComesLate_doesNotBegin_norInTheNextTurn() {
    List<Row> rows = rows(1, 2);
    Turn first = Turn.of(rows);
    assertThat(first.enter(0)).isTrue();
    assertThat(first.enter(0)).isFalse();
    assertThat(rows).allMatch(Row::running);
    assertThat(first.settle()).isNotNull().isNotDone();
    first.leave();
    assertThat(first.settle()).isNull();
    Turn second = Turn.of(rows.subList(0, 1));
    assertThat(first.enter(1)).isFalse();
    assertThat(second.enter(1)).isTrue();
    assertThat(rows.get(0).running()).isTrue();
    assertThat(rows.get(1).running()).isFalse();
    assertThat(second.runningFor(10, 10)).isFalse();
    assertThat(second.runningFor(10, 11)).isTrue();
  }
}
