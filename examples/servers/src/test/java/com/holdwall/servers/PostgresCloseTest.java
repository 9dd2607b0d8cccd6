package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresCloseTest {

  @TempDir Path folder;

  @Test
  void closedServer_leavesNoProcessFolderOrSharedMemory() throws Exception {
    PostgresServer server = PostgresServer.launch();
    Path home = PostgresLock.home(server);
    String memory = PostgresLock.sharedMemoryId(server);
    List<Long> pids = server.pids();
    assertThat(pids).hasSizeGreaterThan(1).allMatch(ProcFs::isAlive);
    assertThat(PostgresLock.kernelHolds(memory)).isTrue();
    Stopwatch watch = new Stopwatch();
    server.close();
    watch.print("close of PostgreSQL");
    assertThat(pids).noneMatch(ProcFs::isAlive);
    assertThat(home).doesNotExist();
    assertThat(PostgresLock.kernelHolds(memory)).isFalse();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("holdwall-postgres-" + server.port()));
  }

  @Test
  void frozenServer_closes() {
    PostgresServer server = PostgresServer.launch();
    server.freeze();
    List<Long> pids = server.pids();
    server.close();
    assertThat(pids).noneMatch(ProcFs::isAlive);
  }

  @Test
  void closedServer_closesAgainButNeverStarts() {
    PostgresServer server = PostgresServer.create(PostgresOptions.defaults());
    server.close();
    server.close();
    assertThatThrownBy(server::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("postgres-" + server.port() + " is closed");
    assertThatThrownBy(server::restart).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void jvmKilledWithSigkill_takesItsServerWithIt() throws Exception {
    long postmaster = startInAnotherJvm("-KILL");
    await().atMost(Duration.ofSeconds(60)).until(() -> !ProcFs.isAlive(postmaster));
    await().atMost(Duration.ofSeconds(60)).until(() -> ProcFs.workingUnder(folder).isEmpty());
    // Nobody was left to do it.
    try (var homes = Files.newDirectoryStream(folder, "holdwall-postgres-*")) {
      PostgresLeftovers.freeSharedMemory(homes.iterator().next().resolve("data"));
    }
  }

  @Test
  void jvmEndedWithSigterm_takesItsServerAndItsDataWithIt() throws Exception {
    long postmaster = startInAnotherJvm("-TERM");
    assertThat(ProcFs.isAlive(postmaster)).isFalse();
    assertThat(folder).isDirectoryNotContaining("glob:**/holdwall-postgres-*");
  }

  /** Starts a JVM with a server, sends it the signal, waits for its end; returns the server. */
  private long startInAnotherJvm(String signal) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path report = folder.resolve("pid");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                ServerInAnotherJvm.class.getName(),
                report.toString())
            .inheritIO()
            .start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(report) || !jvm.isAlive());
      assertThat(report).exists();
      assertThat(ShortCommand.run(List.of("/bin/kill", signal, Long.toString(jvm.pid())))).isZero();
      await().atMost(Duration.ofSeconds(60)).until(() -> !jvm.isAlive());
    } finally {
      jvm.destroyForcibly();
    }
    return Long.parseLong(Files.readString(report));
  }
}
