package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A port belongs to one server of one JVM, also while nobody listens on it. */
class TakenPortsTest {

  /** Tries to take what it is given; prints what came of it. */
  static final class Main {

    private Main() {}

    @SuppressWarnings("SystemOut") // a program that its parent reads
    public static void main(String[] ports) {
      System.out.print(TakenPorts.take(Integer.parseInt(ports[0])));
    }
  }

  private static String inAnotherJvm(int port) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                Integer.toString(port))
            .start();
    try {
      return new String(jvm.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void port_isGivenOnce_andNotToAnotherJvm() throws Exception {
    int port = Loopback.freePort();
    assertThat(TakenPorts.take(port)).isFalse();
    assertThat(inAnotherJvm(port)).isEqualTo("false");
    // Nobody has taken this one: it is not among those that are given.
    int other = ThreadLocalRandom.current().nextInt(40_000, 60_000);
    assertThat(inAnotherJvm(other)).isEqualTo("true");
  }

  @Test
  void ports_areAllDifferent() {
    List<Integer> ports = Stream.generate(Loopback::freePort).limit(200).toList();
    assertThat(Set.copyOf(ports)).hasSize(200);
  }

  @Test
  void clusterNodesBus_isWhereNoOtherPortIs() {
    Set<Integer> ports =
        Stream.generate(Loopback::freeClusterPort).limit(50).collect(Collectors.toSet());
    assertThat(ports).hasSize(50).allMatch(port -> port + Loopback.BUS >= Loopback.HIGHEST);
    // Below those that the kernel gives to outgoing connections.
    assertThat(ports).allMatch(port -> port + Loopback.BUS < 32_768);
  }
}
