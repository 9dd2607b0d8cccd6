package com.holdwall.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One run of a program as a child process: its output's tail, its exit, and signals to its whole
 * tree. One daemon thread keeps it: it starts the process, reads its output and stays until it has
 * ended, because Linux sends a child's parent-death signal when the starting thread dies, not when
 * the JVM does. Thread-safe.
 */
final class OsProcess implements ServerRun {

  private static final Duration LAUNCH_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CLEAN_UP_TIMEOUT = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final ProcessTree tree;
  private final OutputTail tail;
  private final Thread keeper;

  private OsProcess(String name, Process process, Path folder, OutputTail tail, Thread keeper) {
    this.name = name;
    this.process = process;
    this.tree = new ProcessTree(name, process.pid(), folder);
    this.tail = tail;
    this.keeper = keeper;
  }

  /**
   * Starts a program with an empty environment but for PATH, HOME and the C locale, so that no
   * variable of the build (PGPORT, secrets) reaches it.
   *
   * @param name for messages and the thread's name
   * @param folder its working directory, in which only this server's processes work
   * @throws ServerException if the program cannot be executed
   */
  static OsProcess launch(String name, List<String> command, Path folder) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    replaceEnvironment(builder.environment(), folder);
    OutputTail tail = new OutputTail();
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread keeper = new Thread(() -> keep(builder, started, tail), "holdwall-" + name);
    keeper.setDaemon(true);
    keeper.start();
    try {
      Process process = started.orTimeout(LAUNCH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
      return new OsProcess(name, process, folder, tail, keeper);
    } catch (CompletionException e) {
      throw new ServerException(name + ": " + command.get(0) + " cannot be executed", e);
    }
  }

  private static void replaceEnvironment(Map<String, String> environment, Path folder) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.putAll(Map.of("PATH", path, "HOME", folder.toString(), "LC_ALL", "C"));
  }

  private static void keep(
      ProcessBuilder builder, CompletableFuture<Process> started, OutputTail tail) {
    try {
      Process process = builder.start();
      started.complete(process);
      drain(process, tail);
      process.onExit().join();
    } catch (IOException | RuntimeException e) {
      started.completeExceptionally(e);
    }
  }

  private static void drain(Process process, OutputTail tail) {
    byte[] buffer = new byte[4096];
    try (InputStream output = process.getInputStream()) {
      for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
        tail.append(buffer, count);
      }
    } catch (IOException e) {
      byte[] note = ("[output lost: " + e.getMessage() + "]\n").getBytes(UTF_8);
      tail.append(note, note.length);
    }
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void awaitReady(BooleanSupplier answers, Deadline deadline) {
    try {
      deadline.await(name + " answering", () -> !isAlive() || answers.getAsBoolean());
      if (!isAlive()) {
        throw new ServerException(name + " ended during its start");
      }
    } catch (ServerException e) {
      throw killedAfter(e);
    }
  }

  /**
   * Waits for a tool's successful end.
   *
   * @throws ServerException if it fails or does not end in time; it is killed then, and the message
   *     ends with its last output
   */
  void awaitSuccess(Deadline deadline) {
    try {
      deadline.await(name + " ended", () -> !isAlive());
      if (process.exitValue() != 0) {
        throw new ServerException(name + " ended with exit code " + process.exitValue());
      }
    } catch (ServerException e) {
      throw killedAfter(e);
    }
  }

  private ServerException killedAfter(ServerException e) {
    kill(Deadline.in(CLEAN_UP_TIMEOUT));
    return new ServerException(e.getMessage() + "; its last output:\n" + lastOutput(), e);
  }

  @Override
  public void freeze(Deadline deadline) {
    tree.freeze(deadline);
  }

  @Override
  public boolean isFrozen() {
    return pids().stream().allMatch(ProcFs::isStopped);
  }

  @Override
  public void freezeRoot(Deadline deadline) {
    tree.freezeRoot(deadline);
  }

  @Override
  public void thaw(Deadline deadline) {
    tree.thaw(deadline);
  }

  @Override
  public void kill(Deadline deadline) {
    tree.kill(deadline);
    // The keeper ends when the output does: from here on the tail is complete.
    deadline.await(name + " reaped", () -> !isAlive() && !keeper.isAlive());
  }

  @Override
  public List<Long> pids() {
    return tree.members();
  }

  @Override
  public String lastOutput() {
    return tail.text();
  }

  @Override
  public String toString() {
    return name + " (pid " + process.pid() + ")";
  }
}
