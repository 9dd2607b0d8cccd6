package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocatedBytesTest {

  @SuppressWarnings("unused") // keeps what is allocated from being optimised away
  private volatile byte[] sink = new byte[0];

  @Test
  void whatAThreadAllocates_isCounted() {
    AllocatedBytes allocated = new AllocatedBytes();
    long before = allocated.getAsLong();
    for (int i = 0; i < 100; i++) {
      sink = new byte[1 << 20];
    }
    assertThat(allocated.getAsLong() - before).isGreaterThanOrEqualTo(100L << 20);
  }
}
