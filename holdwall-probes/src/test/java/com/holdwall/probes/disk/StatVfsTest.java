package com.holdwall.probes.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.servers.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Inodes are counted where Java can and the service allows it; else the reason is said. */
class StatVfsTest {

  /** Prints what it sees: the option that allows native access is given when a JVM starts. */
  static final class Main {

    private Main() {}

    public static void main(String[] args) {
      Inodes.Answer answer = StatVfs.inodes(Path.of(args[0]));
      System.out.print(answer.inodes().map(i -> i.free() + "/" + i.all()).orElse(answer.reason()));
    }
  }

  private static String inAnotherJvm(Path path, String... options) throws Exception {
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.util.List.of(options));
    command.addAll(
        java.util.List.of(
            "-cp", System.getProperty("java.class.path"), Main.class.getName(), path.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      byte[] output = process.getInputStream().readAllBytes();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new String(output, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void inodes_areCountedWhereItIsAllowed_andElseTheReasonIsSaid_withoutAWarningOfTheJvm()
      throws Exception {
    try (SmallDisk disk = SmallDisk.tmpfs()) {
      if (Runtime.version().feature() < 22) {
        assertThat(StatVfs.inodes(disk.path()).reason())
            .startsWith("counting inodes needs Java 22 or newer, but this is ");
        return;
      }
      assertThat(inAnotherJvm(disk.path()))
          .isEqualTo("counting inodes needs the JVM option --enable-native-access=ALL-UNNAMED");
      assertThat(inAnotherJvm(disk.path(), "--enable-native-access=ALL-UNNAMED"))
          .isEqualTo("1023/1024");
      disk.fillInodes();
      assertThat(inAnotherJvm(disk.path(), "--enable-native-access=ALL-UNNAMED"))
          .isEqualTo("0/1024");
    }
  }
}
