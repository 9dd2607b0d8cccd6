package com.holdwall.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.RetryBudget.Cost;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  @Test
  void standard_startsFullAndPaysForThirtyFiveRetries() {
    RetryBudget budget = RetryBudget.standard();
    assertThat(IntStream.range(0, 100).filter(i -> budget.tryTake(Cost.TRANSIENT)).count())
        .isEqualTo(500 / 14);
    assertThat(budget.available()).isEqualTo(500 % 14);
    assertThat(budget.denied()).isEqualTo(65);
  }

  @Test
  void throttling_isCheaper() {
    RetryBudget budget = RetryBudget.ofTokens(10);
    assertThat(budget.tryTake(Cost.TRANSIENT)).isFalse();
    assertThat(budget.tryTake(Cost.THROTTLED)).isTrue();
    assertThat(budget.available()).isEqualTo(5);
  }

  @Test
  void successAfterARetry_givesItsCostBack_andAFirstSuccessOneToken() {
    RetryBudget budget = RetryBudget.ofTokens(20);
    assertThat(budget.tryTake(Cost.TRANSIENT)).isTrue();
    budget.succeeded();
    assertThat(budget.available()).isEqualTo(7);
    budget.succeededAfter(Cost.TRANSIENT);
    assertThat(budget.available()).isEqualTo(20);
    budget.succeeded();
    assertThat(budget.available()).isEqualTo(20);
  }

  @Property
  void anyHistory_staysFromZeroToCapacity(
      @ForAll List<@IntRange(max = 2) Integer> steps,
      @ForAll @IntRange(min = 1, max = 40) int size) {
    RetryBudget budget = RetryBudget.ofTokens(size);
    for (int step : steps) {
      if (step == 0) {
        budget.tryTake(Cost.TRANSIENT);
      } else if (step == 1) {
        budget.succeeded();
      } else {
        budget.succeededAfter(Cost.THROTTLED);
      }
      assertThat(budget.available()).isBetween(0, size);
    }
  }

  @Test
  void fourThreads_togetherTakeNoMoreThanThereIs() throws Exception {
    RetryBudget budget = RetryBudget.ofTokens(14 * 1000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Long> taker =
        () -> IntStream.range(0, 5000).filter(i -> budget.tryTake(Cost.TRANSIENT)).count();
    try {
      long taken = 0;
      for (Future<Long> one : threads.invokeAll(List.of(taker, taker, taker, taker))) {
        taken += one.get();
      }
      assertThat(taken).isEqualTo(1000);
      assertThat(budget.available()).isZero();
      assertThat(budget.denied()).isEqualTo(19_000);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void ofTokens_belowOne_saysSo() {
    assertThatThrownBy(() -> RetryBudget.ofTokens(0))
        .hasMessage("tokens must be at least 1, but is 0");
  }
}
