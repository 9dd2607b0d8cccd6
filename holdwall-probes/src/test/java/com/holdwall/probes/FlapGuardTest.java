package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Status;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Holding a status that keeps changing. */
class FlapGuardTest {

  private final FlapGuard guard = new FlapGuard(new FlapRule(4, 10, 5));

  private Status takes(Status... statuses) {
    Status shown = Status.UNKNOWN;
    for (Status status : statuses) {
      shown = guard.take(status);
    }
    return shown;
  }

  @Test
  void fourChangesWithinTenChecks_holdTheWorst_andSayWhy() {
    takes(Status.UP, Status.DOWN, Status.UP, Status.DOWN);
    assertThat(guard.holding()).isFalse();
    assertThat(takes(Status.UP)).isEqualTo(Status.DOWN);
    assertThat(guard.holding()).isTrue();
    assertThat(guard.reason())
        .isEqualTo(
            "held at DOWN: the status changed 4 times within 10 checks; let go after 5 checks"
                + " without a change");
  }

  @Test
  void held_isLetGo_afterTheCalmChecks_andNotBefore() {
    takes(Status.UP, Status.DOWN, Status.UP, Status.DOWN, Status.UP);
    takes(Status.UP, Status.UP, Status.UP, Status.UP);
    assertThat(guard.holding()).isTrue();
    assertThat(takes(Status.UP)).isEqualTo(Status.UP);
    assertThat(guard.holding()).isFalse();
  }

  @Test
  void held_doesNotHideWhatIsWorse() {
    takes(Status.UP, Status.DEGRADED, Status.UP, Status.DEGRADED, Status.UP);
    assertThat(takes(Status.DOWN)).isEqualTo(Status.DOWN);
  }

  @Test
  void gettingWorseStepByStep_andBack_isTwoChangesAndNotMore() {
    takes(Status.UP, Status.DEGRADED, Status.UNKNOWN, Status.DOWN, Status.UNKNOWN);
    takes(Status.DEGRADED, Status.UP);
    assertThat(guard.holding()).isFalse();
  }

  @Test
  void slowChanges_areNotFlapping() {
    for (int i = 0; i < 100; i++) {
      Status status = i / 5 % 2 == 0 ? Status.UP : Status.DOWN;
      assertThat(guard.take(status)).isEqualTo(status);
    }
  }

  @Provide
  Arbitrary<List<Status>> histories() {
    return Arbitraries.of(Status.class).list().ofMaxSize(200);
  }

  @Property
  void anyHistory_showsTheStatusItself_orHoldsOneThatIsAsBad(
      @ForAll("histories") List<Status> history) {
    FlapGuard fresh = new FlapGuard(FlapRule.defaults());
    for (Status status : history) {
      Status shown = fresh.take(status);
      assertThat(Aggregations.worse(shown, status)).isEqualTo(shown);
      assertThat(fresh.holding() || shown == status).isTrue();
    }
  }

  @Property
  void anyHistory_followedByCalm_showsTheStatusItself(
      @ForAll("histories") List<Status> history, @ForAll Status last) {
    FlapGuard fresh = new FlapGuard(FlapRule.defaults());
    history.forEach(fresh::take);
    Status shown = Status.UNKNOWN;
    for (int i = 0; i <= FlapRule.defaults().calm(); i++) {
      shown = fresh.take(last);
    }
    assertThat(shown).isEqualTo(last);
  }
}
