package com.holdwall.resilience;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.BreakerTransition.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The states and what follows them, without any call. */
class BreakerMachineTest {

  private final FakeTime time = new FakeTime();
  private final BreakerMachine machine = machine();
  private final List<BreakerTransition> told = new ArrayList<>();

  private BreakerMachine machine() {
    return new BreakerMachine(Breaker.named("db").time(time, bound -> bound / 2).build().settings);
  }

  @Test
  void stateThatWasLeft_isLeftOnce_andToldOnce() {
    machine.listeners.add(told::add);
    BreakerState closed = machine.state();
    open(closed);
    BreakerState open = machine.state();
    open(closed);
    assertThat(machine.state()).isSameAs(open);
    assertThat(told)
        .containsExactly(
            new BreakerTransition(
                "db", BreakerPhase.CLOSED, BreakerPhase.OPEN, Reason.FAILURE_RATE));
  }

  @Test
  void permitOfAnEarlierState_isNotGivenByALaterOne() {
    long permit = machine.state().permit(0);
    for (BreakerPhase phase : BreakerPhase.values()) {
      machine.switchTo(phase, 1);
      assertThat(machine.state().gave(permit)).as("%s", phase).isFalse();
    }
  }

  @Test
  void serverThatAskedForLonger_keepsItOpen_andOneThatAskedForLessDoesNotOpenItEarlier() {
    long now = time.nanos();
    machine.open(machine.state(), Reason.FAILURE_RATE, now, now + ofSeconds(9).toNanos());
    assertThat(opened(machine).untilNanos - now).isEqualTo(ofSeconds(9).toNanos());
    BreakerMachine other = machine();
    other.open(other.state(), Reason.FAILURE_RATE, now, now + ofSeconds(1).toNanos());
    assertThat(opened(other).untilNanos - now).isEqualTo(ofSeconds(5).toNanos());
  }

  @Test
  void openingsInARow_doubleTheTime_acrossHalfOpenAndAnEarlyClose() {
    open(machine.state());
    machine.halfOpen(opened(machine), Reason.OPEN_TIME_OVER);
    open(machine.state());
    assertThat(opened(machine).untilNanos - time.nanos()).isEqualTo(ofSeconds(10).toNanos());
    machine.halfOpen(opened(machine), Reason.OPEN_TIME_OVER);
    machine.close((HalfOpenState) machine.state(), time.nanos());
    open(machine.state());
    assertThat(opened(machine).untilNanos - time.nanos()).isEqualTo(ofSeconds(20).toNanos());
  }

  @Test
  void stayingOpen_isLongerOnly_andNoTransition() {
    open(machine.state());
    machine.listeners.add(told::add);
    OpenState first = opened(machine);
    machine.stayOpen(first, time.nanos() - 1);
    assertThat(machine.state()).isSameAs(first);
    machine.stayOpen(first, time.nanos() + 1);
    assertThat(opened(machine).untilNanos).isEqualTo(first.untilNanos + 1);
    assertThat(opened(machine).epoch).isEqualTo(first.epoch);
    assertThat(told).isEmpty();
  }

  /** Whatever happens in whatever order: what is told is one unbroken way, a new epoch a step. */
  @Property(tries = 300)
  void anyTurns_areToldAsOneWay(@ForAll List<@IntRange(max = 5) Integer> steps) {
    BreakerMachine any = machine();
    List<BreakerTransition> way = new ArrayList<>();
    any.listeners.add(way::add);
    for (int step : steps) {
      turn(any, step);
    }
    BreakerPhase phase = BreakerPhase.CLOSED;
    for (BreakerTransition turn : way) {
      assertThat(turn.from()).isEqualTo(phase);
      phase = turn.to();
    }
    assertThat(any.state().phase()).isEqualTo(phase);
    assertThat(any.state().epoch).isEqualTo(1 + way.size());
  }

  private void turn(BreakerMachine any, int step) {
    BreakerState present = any.state();
    long now = time.nanos();
    if (step == 0) {
      any.open(present, Reason.HEALTH_DOWN, now, now);
    } else if (step == 1) {
      any.switchTo(BreakerPhase.METRICS_ONLY, 1);
    } else if (present instanceof OpenState open) {
      time.advance(ofSeconds(1));
      any.stayOpen(open, time.nanos());
      any.halfOpen(open, Reason.HEALTH_UP);
    } else if (present instanceof HalfOpenState half) {
      any.close(half, now);
    }
  }

  @Test
  void twoThreadsThatSwitchIt_bothGetEveryTurn() throws Exception {
    int turns = 10_000;
    Queue<BreakerTransition> heard = new ConcurrentLinkedQueue<>();
    machine.listeners.add(heard::add);
    Callable<Integer> switching =
        () -> {
          for (int i = 0; i < turns; i++) {
            machine.switchTo(BreakerPhase.DISABLED, 1);
          }
          return turns;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Integer> one : threads.invokeAll(List.of(switching, switching))) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(machine.state().epoch).isEqualTo(1 + 2L * turns);
    assertThat(heard).hasSize(2 * turns);
  }

  private void open(BreakerState from) {
    machine.open(from, Reason.FAILURE_RATE, time.nanos(), time.nanos());
  }

  private static OpenState opened(BreakerMachine machine) {
    return (OpenState) machine.state();
  }
}
