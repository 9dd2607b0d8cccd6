package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AllocatedBytesTest {

  @SuppressWarnings("unused") // keeps what is allocated from being optimised away
  private volatile byte[] sink = new byte[0];

  @Test
  void whatAThreadAllocates_isCounted() {
    AllocatedBytes allocated = new AllocatedBytes();
    // Before Java 21 a thread of another test that ends meanwhile takes its count along.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              long before = allocated.getAsLong();
              for (int i = 0; i < 100; i++) {
                sink = new byte[1 << 20];
              }
              assertThat(allocated.getAsLong() - before).isGreaterThanOrEqualTo(100L << 20);
            });
  }
}
