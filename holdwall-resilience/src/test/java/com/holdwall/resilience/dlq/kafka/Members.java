package com.holdwall.resilience.dlq.kafka;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The members of a group as child processes: they come, leave in order, and are killed. */
final class Members implements AutoCloseable {

  private final List<String> arguments;
  private final boolean transactional;
  private final List<Process> processes = new ArrayList<>();
  private int started;

  /** Takes all arguments of {@link NoLossMember} but the last. */
  Members(List<String> arguments, boolean transactional) {
    this.arguments = List.copyOf(arguments);
    this.transactional = transactional;
  }

  void join() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NoLossMember.class.getName());
    command.addAll(arguments);
    command.add(transactional ? "no-loss-" + started : "-");
    File log = Path.of("target", "no-loss-member-" + started++ + ".log").toFile();
    try {
      Files.createDirectories(Path.of("target"));
      processes.add(
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int count() {
    return processes.size();
  }

  /** kill -9 for one of them. */
  void kill(Random random) {
    Process victim = processes.remove(random.nextInt(processes.size()));
    victim.destroyForcibly();
    await(victim);
  }

  /** The oldest leaves in order. */
  void leave() {
    Process leaver = processes.remove(0);
    try {
      leaver.getOutputStream().close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    await(leaver);
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a member does not end: pid " + process.pid());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean allAlive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(Members::await);
  }
}
