package com.holdwall.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Kafka's server: its jars are resources of one jar, unpacked once per user and version and kept
 * for later runs, so that none of them lands on the class path of those who start a server.
 * Stateless.
 */
final class KafkaDistribution {

  /** The names of the jars as resources, joined by colons. */
  private static final String INDEX = "holdwall-kafka/index";

  private static final String ARTIFACT = "com.holdwall:holdwall-kafka-dist";

  private KafkaDistribution() {}

  /**
   * The command line that runs one of the server's classes on a JVM like this one, small and quick
   * to start.
   *
   * @throws ServerException if the jars are not on the class path or cannot be unpacked
   */
  static List<String> command(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // No file of settings: what goes wrong is written to the output, for the tail.
    command.add("-Dlog4j2.level=WARN");
    command.addAll(List.of("-cp", folder().resolve("*").toString(), mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path folder() {
    try {
      byte[] index = read(INDEX);
      CRC32 checksum = new CRC32();
      // The names hold the versions: another version is another folder.
      checksum.update(index);
      String name = "kafka-" + Long.toHexString(checksum.getValue());
      List<String> jars = List.of(new String(index, UTF_8).strip().split(":"));
      return UnpackedArchive.filled(UnpackedArchive.cache(), name, to -> copy(jars, to));
    } catch (IOException e) {
      throw new ServerException("Kafka's jars cannot be unpacked: " + e, e);
    }
  }

  private static void copy(List<String> jars, Path folder) throws IOException {
    for (String jar : jars) {
      try (InputStream in = open(jar)) {
        Files.copy(in, folder.resolve(jar.substring(jar.lastIndexOf('/') + 1)));
      }
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String name) {
    InputStream in = KafkaDistribution.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new ServerException(name + " is not on the class path: add " + ARTIFACT);
    }
    return in;
  }
}
