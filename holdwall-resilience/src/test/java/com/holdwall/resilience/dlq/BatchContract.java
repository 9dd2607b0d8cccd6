package com.holdwall.resilience.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.dlq.redrive.Letter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a {@link BatchHandler} is promised, by the consumer on Kafka and the worker on a table. */
public interface BatchContract {

  int KEYS = 20;
  int RECORDS = 200;
  int SIZE = 5;

  /** Writes records to a source that has none; the i-th has the key {@code i % KEYS}. */
  void fill(List<byte[]> values) throws Exception;

  /** Starts what hands the records over, with three attempts in place. */
  <V> Running start(RecordReader<V> reader, int size, BatchHandler<V> handler);

  /** {@return the dead letters} */
  List<Letter> letters() throws Exception;

  /** What hands records over. */
  interface Running extends AutoCloseable {

    long processed();

    long failedAttempts();

    long deadLettered();

    @Override
    void close();

    default void awaitEnd() {
      await()
          .pollInterval(ofMillis(10))
          .atMost(ofSeconds(60))
          .until(() -> processed() + deadLettered() == RECORDS);
    }
  }

  private static List<byte[]> values() {
    return IntStream.range(0, RECORDS)
        .mapToObj(i -> value(i).getBytes(UTF_8))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String value(int number) {
    return number % KEYS + ":" + number;
  }

  private static String key(Delivery<String> delivery) {
    return delivery.required().substring(0, delivery.required().indexOf(':'));
  }

  private static int number(Delivery<String> delivery) {
    return Integer.parseInt(delivery.required().substring(delivery.required().indexOf(':') + 1));
  }

  @Test
  default void poisonousRecord_isFoundAlone_andTheOthersOfItsBatchAreProcessed() throws Exception {
    fill(values());
    String poison = value(0);
    Queue<Integer> sizesWithPoison = new ConcurrentLinkedQueue<>();
    Queue<String> handled = new ConcurrentLinkedQueue<>();
    try (Running running =
        start(
            RecordReader.text(),
            SIZE,
            batch -> {
              if (batch.stream().anyMatch(delivery -> delivery.required().equals(poison))) {
                sizesWithPoison.add(batch.size());
                throw new IllegalArgumentException("poison");
              }
              batch.forEach(delivery -> handled.add(delivery.required()));
            })) {
      running.awaitEnd();
      assertThat(running.deadLettered()).isEqualTo(1);
      assertThat(running.failedAttempts()).isEqualTo(2);
    }
    assertThat(handled).hasSize(RECORDS - 1).doesNotHaveDuplicates().doesNotContain(poison);
    assertThat(sizesWithPoison).hasSize(2);
    assertThat(sizesWithPoison.poll()).isBetween(2, SIZE);
    assertThat(sizesWithPoison.poll()).isEqualTo(1);
    Letter letter = letters().get(0);
    assertThat(letter.value()).isEqualTo(poison.getBytes(UTF_8));
    assertThat(letter.info().orElseThrow().stage()).isEqualTo(Stage.PROCESS);
    assertThat(letter.info().orElseThrow().deliveryCount()).isEqualTo(1);
  }

  @Test
  default void batchThatFailsForATransientReason_isTriedAgainInPlace_asItWas() throws Exception {
    fill(values());
    Map<List<String>, AtomicInteger> times = new ConcurrentHashMap<>();
    AtomicInteger wrongAttempts = new AtomicInteger();
    try (Running running =
        start(
            RecordReader.text(),
            SIZE,
            batch -> {
              List<String> values = batch.stream().map(Delivery::required).toList();
              int time =
                  times.computeIfAbsent(values, first -> new AtomicInteger()).incrementAndGet();
              int shown = batch.size() > 1 ? 1 : time;
              if (batch.stream().anyMatch(delivery -> delivery.attempt() != shown)) {
                wrongAttempts.incrementAndGet();
              }
              if (time == 1) {
                throw new IOException("not yet");
              }
            })) {
      running.awaitEnd();
      assertThat(running.deadLettered()).isZero();
    }
    assertThat(times.values()).allSatisfy(count -> assertThat(count).hasValue(2));
    assertThat(times.keySet().stream().mapToInt(List::size).sum()).isEqualTo(RECORDS);
    assertThat(times.keySet()).allMatch(values -> values.size() <= SIZE);
    assertThat(times.keySet()).anyMatch(values -> values.size() > 1);
    assertThat(wrongAttempts).hasValue(0);
  }

  @Test
  default void recordsOfOneKey_areInOrder_andInOneBatchAtATime_alsoWhereSomeAreTakenApart()
      throws Exception {
    fill(values());
    Set<String> busy = ConcurrentHashMap.newKeySet();
    Map<String, Integer> last = new ConcurrentHashMap<>();
    Queue<String> violations = new ConcurrentLinkedQueue<>();
    try (Running running =
        start(
            RecordReader.text(),
            SIZE,
            batch -> {
              Set<String> keys = batch.stream().map(BatchContract::key).collect(Collectors.toSet());
              keys.stream().filter(key -> !busy.add(key)).forEach(violations::add);
              try {
                if (batch.size() > 1 && batch.stream().anyMatch(d -> number(d) % 7 == 0)) {
                  throw new IllegalArgumentException("not in a batch");
                }
                for (Delivery<String> delivery : batch) {
                  Integer before = last.put(key(delivery), number(delivery));
                  if (before != null && before >= number(delivery)) {
                    violations.add(before + " before " + delivery.required());
                  }
                }
              } finally {
                busy.removeAll(keys);
              }
            })) {
      running.awaitEnd();
      assertThat(running.deadLettered()).isZero();
    }
    assertThat(violations).isEmpty();
    assertThat(last).hasSize(KEYS);
  }

  @Test
  default void recordThatCannotBeRead_isADeadLetter_andTheOthersOfItsBatchAreProcessed()
      throws Exception {
    byte[] malformed = {(byte) 0xc3, 0x28};
    List<byte[]> values = values();
    values.set(0, malformed);
    fill(values);
    Queue<String> handled = new ConcurrentLinkedQueue<>();
    try (Running running =
        start(
            RecordReader.text(),
            SIZE,
            batch -> batch.forEach(delivery -> handled.add(delivery.required())))) {
      running.awaitEnd();
      assertThat(running.deadLettered()).isEqualTo(1);
    }
    assertThat(handled).hasSize(RECORDS - 1).doesNotHaveDuplicates();
    Letter letter = letters().get(0);
    assertThat(letter.value()).isEqualTo(malformed);
    assertThat(letter.info().orElseThrow().stage()).isEqualTo(Stage.DESERIALIZE);
  }

  @Test
  default void batchWithoutRoomForARecord_isRefused() {
    assertThatThrownBy(() -> start(RecordReader.text(), 0, batch -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size must be at least 1, but is 0");
  }
}
