package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerViewTest {

  private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
  private final Breaker breaker = Breaker.named("db").slowCalls(80, ofMillis(100)).build();
  private final Guard guard = Guard.named("db").circuitBreaker(breaker).build();

  @Test
  void registered_isTheRegistrysEntry_withTheSameNumbers() throws Exception {
    CircuitBreaker view = breaker.register(registry);
    assertThat(registry.circuitBreaker("db")).isSameAs(view);
    guard.call(() -> "answer");
    assertThatThrownBy(() -> guard.call(BreakerViewTest::fail)).hasMessage("away");
    assertThat(view.getMetrics().getNumberOfBufferedCalls()).isEqualTo(2);
    assertThat(view.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    assertThat(view.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
    assertThat(view.getMetrics().getFailureRate()).isEqualTo(-1);
    assertThat(view.getCircuitBreakerConfig().getMinimumNumberOfCalls()).isEqualTo(20);
    assertThat(view.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void listenersOfResilience4j_hearOfTheGuardsCalls() throws Exception {
    CircuitBreaker view = breaker.register(registry);
    List<CircuitBreakerEvent.Type> heard = new ArrayList<>();
    view.getEventPublisher().onEvent(event -> heard.add(event.getEventType()));

    guard.call(() -> "answer");
    assertThatThrownBy(() -> guard.call(BreakerViewTest::fail)).hasMessage("away");
    assertThatThrownBy(
            () ->
                guard.call(
                    () -> {
                      throw new IllegalArgumentException("bad");
                    }))
        .hasMessage("bad");
    view.transitionToForcedOpenState();
    assertThatThrownBy(() -> guard.call(() -> "answer")).isInstanceOf(CallRejectedException.class);

    assertThat(heard)
        .containsExactly(
            CircuitBreakerEvent.Type.SUCCESS,
            CircuitBreakerEvent.Type.ERROR,
            CircuitBreakerEvent.Type.IGNORED_ERROR,
            CircuitBreakerEvent.Type.STATE_TRANSITION,
            CircuitBreakerEvent.Type.NOT_PERMITTED);
    assertThat(view.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(1);
  }

  @Test
  void resilience4jsOwnDecorators_workOnIt() {
    CircuitBreaker view = breaker.register(registry);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> view.executeCallable(BreakerViewTest::fail)).hasMessage("away");
    }
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.OPEN);
    assertThat(view.getState()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThatThrownBy(() -> view.executeCallable(() -> "answer"))
        .isInstanceOf(CallNotPermittedException.class);
    view.reset();
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.CLOSED);
  }

  @Test
  void everyPhase_hasItsState() {
    CircuitBreaker view = breaker.register(registry);
    view.transitionToOpenStateFor(ofMinutes(7));
    assertThat(breaker.openFor()).isBetween(ofMinutes(5), ofMinutes(7));
    for (BreakerPhase phase : BreakerPhase.values()) {
      breaker.switchTo(phase);
      assertThat(view.getState()).hasToString(phase.name());
    }
  }

  private static String fail() throws IOException {
    throw new IOException("away");
  }
}
