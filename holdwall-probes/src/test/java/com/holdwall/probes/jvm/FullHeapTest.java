package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What is left of a registry when the heap was full to the last byte, and has room again. An error
 * can end the thread of a check or of the timer, and break the lock that the timer's thread waits
 * for. Of four processes three must check again: the error may strike anywhere, though 24 of 24
 * were seen to.
 */
class FullHeapTest {

  private static final int PROCESSES = 4;

  @Test
  void registriesOfProcessesWhoseHeapWasFull_checkAgain() throws IOException {
    List<ChildJvm> children = Stream.generate(FullHeapTest::start).limit(PROCESSES).toList();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> assertThat(recovered(children)).isGreaterThanOrEqualTo(PROCESSES - 1));
    } finally {
      long recovered = recovered(children);
      children.forEach(ChildJvm::close);
      Files.writeString(
          Files.createDirectories(Path.of("target", "figures")).resolve("full-heap.json"),
          "{\"processes\": " + PROCESSES + ", \"recovered\": " + recovered + "}\n");
    }
  }

  private static ChildJvm start() {
    return ChildJvm.start(Jdk.ours(), List.of("-Xmx24m", "-XX:+UseSerialGC"), FullHeapChild.class);
  }

  private static long recovered(List<ChildJvm> children) {
    return children.stream()
        .filter(child -> child.printed().lines().anyMatch(FullHeapTest::checksAgain))
        .count();
  }

  /** Of the line {@code SINCE 2 9}: nine checks ended within that second. */
  private static boolean checksAgain(String line) {
    return line.startsWith("SINCE ")
        && Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)) >= 3;
  }
}
