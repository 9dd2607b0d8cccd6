package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Status;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** When a status is believed: the rules, checked against the whole history. */
class StatusMachineTest {

  @Provide
  Arbitrary<List<Status>> histories() {
    return Arbitraries.of(Status.class).list().ofMinSize(1).ofMaxSize(80);
  }

  @Provide
  Arbitrary<Thresholds> thresholds() {
    Arbitrary<Thresholds.Rule> rule =
        Combinators.combine(
                Arbitraries.integers().between(1, 5), Arbitraries.integers().between(0, 5))
            .as((count, more) -> new Thresholds.Rule(count, count + more));
    return Combinators.combine(rule, rule).as(Thresholds::new);
  }

  private static long among(List<Status> last, int of, Status... counted) {
    return last.subList(Math.max(0, last.size() - of), last.size()).stream()
        .filter(status -> List.of(counted).contains(status))
        .count();
  }

  @Property
  void up_isNeverReached_withoutTheConfiguredSuccesses(
      @ForAll("histories") List<Status> history, @ForAll("thresholds") Thresholds thresholds) {
    StatusMachine machine = new StatusMachine(thresholds);
    List<Status> sinceUnknown = new ArrayList<>();
    Status before = Status.UNKNOWN;
    for (Status answer : history) {
      if (answer == Status.UNKNOWN) {
        sinceUnknown.clear();
      } else {
        sinceUnknown.add(answer);
      }
      Status now = machine.take(answer);
      if (now == Status.UP && before != Status.UP) {
        Thresholds.Rule rule = thresholds.up();
        assertThat(among(sinceUnknown, rule.of(), Status.UP)).isGreaterThanOrEqualTo(rule.count());
      }
      before = now;
    }
  }

  @Property
  void down_isNeverReached_withoutTheConfiguredFailures(
      @ForAll("histories") List<Status> history, @ForAll("thresholds") Thresholds thresholds) {
    StatusMachine machine = new StatusMachine(thresholds);
    List<Status> telling = new ArrayList<>();
    Status before = Status.UNKNOWN;
    for (Status answer : history) {
      if (answer != Status.UNKNOWN) {
        telling.add(answer);
      }
      Status now = machine.take(answer);
      Thresholds.Rule rule = thresholds.down();
      if (now == Status.DOWN && before != Status.DOWN) {
        assertThat(among(telling, rule.of(), Status.DOWN)).isGreaterThanOrEqualTo(rule.count());
      }
      if (now == Status.DEGRADED && (before == Status.UP || before == Status.UNKNOWN)) {
        assertThat(among(telling, rule.of(), Status.DOWN, Status.DEGRADED))
            .isGreaterThanOrEqualTo(rule.count());
      }
      before = now;
    }
  }

  @Property
  void unknown_isBelievedAtOnce_andNothingElseReadsUnknownOnceAStatusIsBelieved(
      @ForAll("histories") List<Status> history, @ForAll("thresholds") Thresholds thresholds) {
    StatusMachine machine = new StatusMachine(thresholds);
    Status before = Status.UNKNOWN;
    for (Status answer : history) {
      Status now = machine.take(answer);
      assertThat(now == Status.UNKNOWN)
          .isEqualTo(answer == Status.UNKNOWN || (before == Status.UNKNOWN && now == before));
      before = now;
    }
  }

  @Property
  void enoughOfOneKind_isAlwaysBelieved(
      @ForAll("histories") List<Status> history,
      @ForAll("thresholds") Thresholds thresholds,
      @ForAll Status last) {
    StatusMachine machine = new StatusMachine(thresholds);
    history.forEach(machine::take);
    for (int i = 0; i < 10; i++) {
      machine.take(last);
    }
    assertThat(machine.believed()).isEqualTo(last);
  }

  @Test
  void success_startsTheCountOfFailuresAgain() {
    StatusMachine machine = new StatusMachine(Thresholds.consecutive(3, 1));
    machine.take(Status.UP);
    for (int i = 0; i < 50; i++) {
      assertThat(machine.take(Status.DOWN)).isEqualTo(Status.UP);
      assertThat(machine.take(Status.DOWN)).isEqualTo(Status.UP);
      assertThat(machine.take(Status.UP)).isEqualTo(Status.UP);
    }
  }

  @Test
  void failure_startsTheCountOfSuccessesAgain() {
    StatusMachine machine = new StatusMachine(Thresholds.consecutive(1, 3));
    machine.take(Status.DOWN);
    for (int i = 0; i < 50; i++) {
      machine.take(Status.UP);
      assertThat(machine.take(Status.UP)).isEqualTo(Status.DOWN);
      assertThat(machine.take(Status.DOWN)).isEqualTo(Status.DOWN);
    }
  }

  @Test
  void threeOfFive_goesDownAlthoughSuccessesLieBetween() {
    Thresholds thresholds = new Thresholds(new Thresholds.Rule(3, 5), Thresholds.Rule.inARow(2));
    StatusMachine machine = new StatusMachine(thresholds);
    machine.take(Status.UP);
    machine.take(Status.UP);
    machine.take(Status.DOWN);
    machine.take(Status.UP);
    machine.take(Status.DOWN);
    assertThat(machine.believed()).isEqualTo(Status.UP);
    assertThat(machine.take(Status.DOWN)).isEqualTo(Status.DOWN);
  }

  @Test
  void degraded_afterDown_isAnImprovementThatTakesItsSuccesses() {
    StatusMachine machine = new StatusMachine(Thresholds.consecutive(1, 2));
    machine.take(Status.DOWN);
    assertThat(machine.take(Status.DEGRADED)).isEqualTo(Status.DOWN);
    assertThat(machine.take(Status.DEGRADED)).isEqualTo(Status.DEGRADED);
    assertThat(machine.take(Status.UP)).isEqualTo(Status.DEGRADED);
    assertThat(machine.take(Status.UP)).isEqualTo(Status.UP);
  }
}
