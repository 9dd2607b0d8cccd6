package com.holdwall.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kafka's server: its jars are resources of one jar, unpacked once per user and version and kept
 * for later runs, so that none of them lands on the class path of those who start a server.
 * Stateless.
 */
final class KafkaDistribution {

  private static final String NAME = "holdwall-kafka";

  private static final String ARTIFACT = "com.holdwall:holdwall-kafka-dist";

  private KafkaDistribution() {}

  /**
   * The command line that runs one of the server's classes on a JVM like this one, small and quick
   * to start.
   *
   * @throws ServerException if the jars are not on the class path or cannot be unpacked
   */
  static List<String> command(int heapMegabytes, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // No file of settings: what goes wrong is written to the output, for the tail.
    command.add("-Dlog4j2.level=WARN");
    command.addAll(
        List.of("-cp", UnpackedJars.folder(NAME, ARTIFACT).resolve("*").toString(), mainClass));
    command.addAll(List.of(arguments));
    return command;
  }
}
