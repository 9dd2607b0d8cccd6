package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static final class Item {
    private final int key;
    private final int number;
    private int failures;

    Item(int key, int number, int failures) {
      this.key = key;
      this.number = number;
      this.failures = failures;
    }
  }

  /** Items that fail are parked, and come again when the test says so. */
  private static class Work implements LaneWork<Item> {
    final Map<Integer, List<Integer>> done = new ConcurrentHashMap<>();
    final Map<Integer, Integer> afterWhich = new ConcurrentHashMap<>();
    final List<Runnable> retries = new CopyOnWriteArrayList<>();
    final AtomicInteger finished = new AtomicInteger();
    volatile boolean suspended;
    int batchSize = 1;

    @Override
    public Object key(Item item) {
      return item.key;
    }

    @Override
    public void run(Lane<Item> lane, Item item) {
      if (item.failures > 0) {
        item.failures--;
        lane.park(item);
        retries.add(() -> lane.again(item));
      } else {
        done.computeIfAbsent(item.key, key -> new CopyOnWriteArrayList<>()).add(item.number);
        finished.incrementAndGet();
        lane.release(item);
      }
    }

    @Override
    public void released(Item over, Item next) {
      afterWhich.put(next.number, over.number);
    }

    @Override
    public boolean runBatch(Lane<Item> lane, List<Item> items) {
      if (items.stream().anyMatch(item -> item.failures > 0)) {
        return false;
      }
      items.forEach(item -> run(lane, item));
      return true;
    }

    @Override
    public int batchSize() {
      return batchSize;
    }

    @Override
    public boolean suspended() {
      return suspended;
    }

    @Override
    public boolean urgent(Item item) {
      return false;
    }
  }

  /** One lane on the test's own thread: what it runs, and when, is up to the test. */
  @Property
  void anyFailuresInAnyOrder_keepTheOrderOfEachKey_andRunAll(
      @ForAll @Size(max = 120) List<@IntRange(max = 15) Integer> script,
      @ForAll @IntRange(min = 1, max = 4) int batchSize,
      @ForAll long seed) {
    Deque<Runnable> turns = new ArrayDeque<>();
    Work work = new Work();
    work.batchSize = batchSize;
    Lane<Item> lane = new Lane<>(work, turns::add);
    Random random = new Random(seed);
    int number = 0;
    for (int step : script) {
      lane.add(List.of(new Item(step % 4, number++, step / 4)));
      play(turns, work, lane, random, random.nextInt(3));
    }
    for (int i = 0; i < 10_000 && work.finished.get() < script.size(); i++) {
      play(turns, work, lane, random, 1);
    }
    assertThat(work.finished).hasValue(script.size());
    assertThat(work.done.values()).allSatisfy(key -> assertThat(key).isSorted());
    assertThat(lane.parkedKeys()).isZero();
  }

  private static void play(
      Deque<Runnable> turns, Work work, Lane<Item> lane, Random random, int steps) {
    for (int i = 0; i < steps; i++) {
      work.suspended = random.nextInt(4) == 0;
      if (!work.retries.isEmpty()) {
        work.retries.remove(random.nextInt(work.retries.size())).run();
      }
      if (!turns.isEmpty()) {
        turns.poll().run();
      }
      if (work.suspended) {
        work.suspended = false;
        lane.schedule();
      }
    }
  }

  @Test
  void manyThreads_keepTheOrderOfEachKey() {
    Work work = new Work();
    Lanes<Item> lanes = new Lanes<>("test", 4, work);
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      lanes.add(lanes.index(i % 97), new Item(i % 97, i, i % 1_000 == 0 ? 2 : 0));
      if (i % 500 == 0) {
        lanes.flush();
      }
    }
    lanes.flush();
    await()
        .atMost(ofSeconds(30))
        .until(
            () -> {
              List<Runnable> due = new ArrayList<>(work.retries);
              work.retries.removeAll(due);
              due.forEach(Runnable::run);
              return work.finished.get() == count;
            });
    assertThat(work.done.values()).allSatisfy(key -> assertThat(key).isSorted());
    lanes.close();
  }

  @Test
  void parkedKey_keepsItsLaterItemsBack_andNoOtherKeys() {
    Deque<Runnable> turns = new ArrayDeque<>();
    Work work = new Work();
    Lane<Item> lane = new Lane<>(work, turns::add);
    lane.add(List.of(new Item(1, 1, 1), new Item(1, 2, 0), new Item(2, 3, 0)));
    turns.poll().run();
    assertThat(work.done).containsOnlyKeys(2);
    work.retries.remove(0).run();
    turns.forEach(Runnable::run);
    assertThat(work.done.get(1)).containsExactly(1, 2);
  }

  @Test
  void waitingItem_isTakenOutOfALaneThatRests_andTheNextOfItsKeyWaitsForIt() {
    Deque<Runnable> turns = new ArrayDeque<>();
    Work work = new Work();
    Lane<Item> lane = new Lane<>(work, turns::add);
    Item first = new Item(1, 1, 0);
    lane.add(List.of(first, new Item(1, 2, 0)));
    // it may be under way with an earlier one of the key
    assertThat(lane.takeWaiting(bound -> 0)).isNull();
    work.suspended = true;
    turns.poll().run();
    assertThat(lane.takeWaiting(bound -> 0)).isSameAs(first);
    work.suspended = false;
    lane.schedule();
    turns.poll().run();
    assertThat(work.done).isEmpty();
    lane.again(first);
    while (!turns.isEmpty()) {
      turns.poll().run();
    }
    assertThat(work.done.get(1)).containsExactly(1, 2);
    assertThat(work.afterWhich).containsEntry(2, 1);
  }

  @Test
  void waitingItem_isTheFirstOfAnyKey_butOfNoneThatIsParked() {
    Deque<Runnable> turns = new ArrayDeque<>();
    Work work = new Work();
    Lane<Item> lane = new Lane<>(work, turns::add);
    Item failing = new Item(1, 1, 1);
    lane.add(List.of(failing, new Item(2, 2, 0)));
    turns.poll().run();
    work.suspended = true;
    Item chosen = new Item(3, 4, 0);
    lane.add(List.of(new Item(1, 3, 0), chosen, new Item(3, 5, 0), new Item(4, 6, 0)));
    turns.forEach(Runnable::run);
    AtomicInteger choices = new AtomicInteger();
    assertThat(
            lane.takeWaiting(
                bound -> {
                  choices.set((int) bound);
                  return 0;
                }))
        .isSameAs(chosen);
    assertThat(choices).hasValue(2);
    work.suspended = false;
    lane.again(chosen);
    work.retries.remove(0).run();
    while (!turns.isEmpty()) {
      turns.poll().run();
    }
    assertThat(work.done.get(1)).containsExactly(1, 3);
    assertThat(work.done.get(3)).containsExactly(4, 5);
    assertThat(work.done.get(4)).containsExactly(6);
  }

  @Test
  void suspendedLane_startsNothing_andGoesOnWhereItStopped() {
    Deque<Runnable> turns = new ArrayDeque<>();
    Work work = new Work();
    Lane<Item> lane = new Lane<>(work, turns::add);
    work.suspended = true;
    lane.add(List.of(new Item(1, 1, 0), new Item(1, 2, 0)));
    turns.poll().run();
    assertThat(turns).isEmpty();
    assertThat(work.done).isEmpty();
    work.suspended = false;
    lane.schedule();
    turns.poll().run();
    assertThat(work.done.get(1)).containsExactly(1, 2);
  }

  @Test
  void itemThatDoesNotComeBack_isStuck_andCanBeInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    Work work =
        new Work() {
          @Override
          public void run(Lane<Item> lane, Item item) {
            try {
              never.await();
            } catch (InterruptedException wanted) {
              interrupted.incrementAndGet();
            }
          }
        };
    Lanes<Item> lanes = new Lanes<>("test", 1, work);
    lanes.add(lanes.index(1), new Item(1, 1, 0));
    lanes.flush();
    await().until(() -> lanes.runs(item -> true));
    lanes.forEachLane(lane -> lane.watch(100));
    lanes.forEachLane(lane -> lane.watch(200));
    assertThat(lanes.stuck(200, 100)).isEqualTo(1);
    assertThat(lanes.stuck(200, 101)).isZero();
    lanes.interrupt(item -> false);
    assertThat(interrupted).hasValue(0);
    lanes.interrupt(item -> true);
    await().untilAtomic(interrupted, org.hamcrest.Matchers.is(1));
    lanes.close();
  }
}
