package com.holdwall.probes.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real control group with a memory limit, made beside all others and removed again. */
final class MemoryGroup implements AutoCloseable {

  /** 128 + SIGKILL: how a process ends that the kernel kills. */
  static final int KILLED = 137;

  private final Path directory;
  private final boolean second;

  private MemoryGroup(Path directory, boolean second) {
    this.directory = directory;
    this.second = second;
  }

  /** Empty where this machine does not let us make one. */
  static Optional<MemoryGroup> make(long limit) {
    String name = "holdwall-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    return make(Path.of("/sys/fs/cgroup/memory"), name, limit, false)
        .or(() -> make(Path.of("/sys/fs/cgroup"), name, limit, true));
  }

  private static Optional<MemoryGroup> make(Path top, String name, long limit, boolean second) {
    if (!Files.isDirectory(top)) {
      return Optional.empty();
    }
    Path directory = top.resolve(name);
    try {
      Files.createDirectory(directory);
      Path file = directory.resolve(second ? "memory.max" : "memory.limit_in_bytes");
      if (Files.exists(file)) {
        Files.writeString(file, Long.toString(limit));
        return Optional.of(new MemoryGroup(directory, second));
      }
      Files.delete(directory);
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.empty();
    }
  }

  String version() {
    return second ? "cgroup v2" : "cgroup v1";
  }

  /** Who writes its number here belongs to the group. */
  Path processes() {
    return directory.resolve("cgroup.procs");
  }

  /** Has a process of the group take more than there is; the kernel is told to choose that one. */
  void killAnother() {
    try {
      Process hog =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  "echo 1000 > /proc/self/oom_score_adj; echo $$ > "
                      + processes()
                      + " && head -c 1G /dev/zero | tail -n 1")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!hog.waitFor(180, TimeUnit.SECONDS) || hog.exitValue() != KILLED) {
        hog.destroyForcibly();
        throw new IllegalStateException("the kernel did not kill it");
      }
    } catch (IOException broken) {
      throw new IllegalStateException("no process to be killed", broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /** A group goes when the last of its processes has. */
  @Override
  public void close() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> Files.deleteIfExists(directory));
  }
}
