package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kafka's own tools for the command line, each in a JVM of its own. Stateless. */
final class KafkaConsole {

  private static final int HEAP_MEGABYTES = 128;
  private static final long TIMEOUT_SECONDS = 60;

  private KafkaConsole() {}

  static List<String> consume(String bootstrap, String topic, int count, List<String> formatting) {
    List<String> command =
        new ArrayList<>(
            KafkaDistribution.command(
                HEAP_MEGABYTES,
                "org.apache.kafka.tools.consumer.ConsoleConsumer",
                "--bootstrap-server",
                bootstrap,
                "--topic",
                topic,
                "--from-beginning",
                "--max-messages",
                Integer.toString(count),
                "--timeout-ms",
                "10000"));
    for (String property : formatting) {
      command.add("--formatter-property");
      command.add(property);
    }
    try {
      Path output = Files.createTempFile("holdwall-console", ".txt");
      try {
        return run(command, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new ServerException("the console consumer of " + topic + " cannot be run", e);
    }
  }

  private static List<String> run(List<String> command, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new ServerException("the console consumer has not ended: " + command);
      }
      if (process.exitValue() != 0) {
        throw new ServerException(
            "the console consumer ended with " + process.exitValue() + ": " + command);
      }
      return Files.readAllLines(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while the console consumer ran", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
