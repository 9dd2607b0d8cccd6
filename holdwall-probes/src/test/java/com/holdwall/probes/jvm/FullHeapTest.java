package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a registry when the heap was full to the last byte, and has room again. */
class FullHeapTest {

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
  void registryOfAProcessWhoseHeapWasFull_checksAgain(String collector) {
    try (ChildJvm child =
        ChildJvm.start(Jdk.ours(), List.of("-Xmx24m", collector), FullHeapChild.class)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .untilAsserted(
              () ->
                  assertThat(child.printed().lines().filter(line -> line.startsWith("SINCE ")))
                      .anyMatch(line -> checks(line) >= 3));
    }
  }

  /** Of the line {@code SINCE 2 9}: how many checks ended within that second. */
  private static long checks(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }
}
