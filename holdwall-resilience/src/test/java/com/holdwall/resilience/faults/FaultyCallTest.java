package com.holdwall.resilience.faults;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.CallTimeoutException;
import com.holdwall.resilience.Guard;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FaultyCallTest {

  private final FaultyCall<String> call = FaultyCall.of(() -> "well");

  @Test
  void failWith_forTwoCalls_isHealedByAGuardsRetries() throws Exception {
    call.failWith(() -> new IOException("away")).times(2);
    Guard guard =
        Guard.named("db").retry(Backoff.exponential(ofMillis(1)).withCap(ofMillis(1))).build();
    assertThat(guard.call(call)).isEqualTo("well");
    assertThat(call.calls()).isEqualTo(3);
  }

  @Test
  void hang_isEndedByAGuardsDeadline() {
    Guard guard = Guard.named("db").deadline(ofMillis(20)).build();
    assertThatThrownBy(() -> guard.call(call.hang())).isInstanceOf(CallTimeoutException.class);
  }

  @Test
  void slowBy_addsTheLatency_andHealEndsIt() throws Exception {
    long start = System.nanoTime();
    assertThat(call.slowBy(ofMillis(10)).call()).isEqualTo("well");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(ofMillis(10).toNanos());
    assertThat(call.answer("else").call()).isEqualTo("else");
    assertThat(call.heal().call()).isEqualTo("well");
  }

  @Test
  void times_belowOne_saysSo() {
    assertThatThrownBy(() -> call.times(0)).hasMessage("count must be at least 1, but is 0");
  }
}
