package com.holdwall.probes.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process that runs one of the test's programs. Killed when closed. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final Path output;

  private ChildJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts {@code main} with our class path; what it prints goes to a file. */
  static ChildJvm start(Jdk jdk, List<String> options, Class<?> main, String... arguments) {
    return launch(command(jdk, options, main, arguments));
  }

  /** Starts it on our Java, from a shell that first does something that its limits come from. */
  static ChildJvm limited(String first, List<String> options, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", first + " && exec \"$@\"", "sh"));
    command.addAll(command(Jdk.ours(), options, main, arguments));
    return launch(command);
  }

  private static List<String> command(
      Jdk jdk, List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(jdk.java());
    command.addAll(options);
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static ChildJvm launch(List<String> command) {
    try {
      Path output = Files.createTempFile("holdwall-child", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new ChildJvm(process, output);
    } catch (IOException broken) {
      throw new IllegalStateException("no child process", broken);
    }
  }

  /** Whether this Java takes these options. */
  static boolean takes(Jdk jdk, String option) {
    try {
      Process process =
          new ProcessBuilder(jdk.java(), option, "-version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException broken) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  Process process() {
    return process;
  }

  String printed() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new IllegalStateException("no output", broken);
    }
  }

  boolean says(String line) {
    return printed().lines().anyMatch(line::equals);
  }

  /** Waits until it has ended by itself; returns whether it has. */
  boolean ends(Duration most) {
    try {
      return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /** Waits until it has ended by itself; returns its exit code. */
  int await(Duration most) {
    if (!ends(most)) {
      throw new IllegalStateException("child still runs after " + most + ":\n" + printed());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Files.deleteIfExists(output);
    } catch (IOException left) {
      throw new IllegalStateException("output not deleted", left);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
