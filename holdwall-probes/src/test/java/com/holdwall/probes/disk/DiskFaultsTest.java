package com.holdwall.probes.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Status;
import com.holdwall.servers.SmallDisk;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real file systems of 64 MiB: filled by bytes and by inodes, remounted, slowed and stopped. */
class DiskFaultsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir private Path healthy;

  @SuppressWarnings("NullAway.Init") // mounted by each test
  private SmallDisk disk;

  @SuppressWarnings("NullAway.Init") // made by each test
  private DiskProbe probe;

  private void mount(String kind) {
    disk = kind.equals("ext4") ? SmallDisk.ext4() : SmallDisk.tmpfs();
    probe = DiskProbe.of(disk.path());
  }

  @AfterEach
  void close() throws IOException {
    if (probe != null) {
      probe.close();
    }
    if (disk != null) {
      List<Path> left = canaries();
      disk.close();
      assertThat(left).as("canaries left behind").isEmpty();
    }
  }

  private List<Path> canaries() throws IOException {
    try (Stream<Path> files = Files.list(disk.path())) {
      return files.filter(file -> file.getFileName().toString().contains("canary")).toList();
    }
  }

  private ProbeResult check() {
    return check(DEADLINE);
  }

  private ProbeResult check(Duration deadline) {
    try {
      return probe.check(new CheckContext(Instant.now(), deadline));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean found(ProbeResult result, DiskFinding finding) {
    return result.readings().stream()
        .anyMatch(r -> r instanceof Reading.Present && r.finding().equals(finding.name()));
  }

  private static Reading reading(ProbeResult result, DiskFinding finding) {
    return result.readings().stream()
        .filter(reading -> reading.finding().equals(finding.name()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "tmpfs"})
  void healthyDisk_isUp_withAReadingForEachFinding_andTheUsageAsTheRunbooksStep(String kind) {
    mount(kind);
    ProbeResult result = check();
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.UP);
    assertThat(result.readings())
        .extracting(Reading::finding)
        .containsExactly(
            "NO_SPACE",
            "NO_INODES",
            "READ_ONLY",
            "UNWRITABLE",
            "SLOW_IO",
            "FILLING",
            "LOW_SPACE",
            "LOW_INODES");
    assertThat(result.readings()).noneMatch(Reading.Present.class::isInstance);
    assertThat(result.steps()).hasSize(1);
    assertThat(result.steps().get(0).summary()).contains("MB used").contains("% usable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "tmpfs"})
  void diskFilledWithBytes_hasNoSpace_andIsUpAgainWhenEmptied(String kind) {
    mount(kind);
    check();
    disk.fillBytes();
    ProbeResult full = check();
    assertThat(full.status()).as(full.toString()).isEqualTo(Status.DOWN);
    assertThat(full.finding()).contains("NO_SPACE");
    assertThat(found(full, DiskFinding.NO_INODES)).isFalse();
    assertThat(found(full, DiskFinding.LOW_SPACE)).isTrue();
    disk.empty();
    assertThat(check().status()).isEqualTo(Status.UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "tmpfs"})
  void diskFilledWithInodes_hasNoInodes_thoughBytesArePlentiful(String kind) {
    mount(kind);
    disk.fillInodes();
    ProbeResult full = check();
    assertThat(full.status()).isEqualTo(Status.DOWN);
    assertThat(full.finding()).as(full.toString()).contains("NO_INODES");
    assertThat(found(full, DiskFinding.LOW_SPACE)).isFalse();
    disk.empty();
    assertThat(check().status()).isEqualTo(Status.UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "tmpfs"})
  void diskMountedReadOnly_isReadOnly_andNothingIsSaidOfItsSpaceForWriting(String kind) {
    mount(kind);
    disk.readOnly();
    ProbeResult result = check();
    assertThat(result.finding()).contains("READ_ONLY");
    assertThat(result.status()).isEqualTo(Status.DOWN);
    assertThat(reading(result, DiskFinding.NO_SPACE)).isInstanceOf(Reading.Unknown.class);
    disk.writable();
    assertThat(check().status()).isEqualTo(Status.UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "tmpfs"})
  void diskWithFewBytesLeft_isLow_andCriticalBelowFivePercent(String kind) throws IOException {
    mount(kind);
    leave(0.1);
    ProbeResult low = check();
    assertThat(low.status()).isEqualTo(Status.DEGRADED);
    assertThat(low.finding()).contains("LOW_SPACE");
    assertThat(low.summary()).doesNotContain("critical");
    probe.close();
    probe = DiskProbe.builder().directory(disk.path()).floorBytes(1L << 20).build();
    assertThat(check().status()).as("more than the floor is left").isEqualTo(Status.UP);
    probe.close();
    probe = DiskProbe.of(disk.path());
    leave(0.03);
    assertThat(check().summary()).contains("critical");
  }

  /** Writes until only that share of the bytes is left. */
  private void leave(double ratio) throws IOException {
    FileStore store = Files.getFileStore(disk.path());
    disk.write(store.getUsableSpace() - (long) (ratio * store.getTotalSpace()));
  }

  @Test
  void throttledDisk_isSlow_andOverAtHalfOfThat() throws IOException {
    mount("ext4");
    for (int i = 0; i < 5; i++) {
      check();
    }
    double before = probe.read("holdwall.disk.fsync.p95", Instant.now()).orElseThrow().value();
    disk.slow(16 << 10);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> found(check(), DiskFinding.SLOW_IO));
    double during = probe.read("holdwall.disk.fsync.p95", Instant.now()).orElseThrow().value();
    assertThat(during).isGreaterThanOrEqualTo(0.1);
    disk.fast();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !found(check(), DiskFinding.SLOW_IO));
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures")).resolve("disk-slow.json"),
        String.format(
            Locale.ROOT,
            "{\"fsyncP95SecondsBefore\": %.4f, \"throttledTo16KiBPerSecond\": %.4f}%n",
            before,
            during));
  }

  @Test
  void stoppedDisk_costsOneThread_isDown_andHidesNoOtherDirectory() {
    disk = SmallDisk.ext4();
    probe = DiskProbe.builder().directory(disk.path()).directory(healthy).build();
    check();
    disk.freeze();
    ProbeResult first;
    try {
      // As long as the other directory's file system may take on a busy machine.
      first = check(Duration.ofSeconds(6));
      for (int i = 0; i < 3; i++) {
        ProbeResult again = check(Duration.ofSeconds(1));
        assertThat(again.status()).as(again.summary()).isEqualTo(Status.DOWN);
      }
      assertThat(threads()).isLessThanOrEqualTo(2);
      assertThat(reading(first, DiskFinding.NO_SPACE)).isInstanceOf(Reading.Unknown.class);
      assertThat(first.finding()).contains("SLOW_IO");
      assertThat(first.summary()).contains("has not answered for").contains("mount");
      assertThat(first.steps().get(0).summary()).contains(healthy + ": ").contains("% usable");
    } finally {
      disk.thaw();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !check().summary().contains("has not answered"));
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("holdwall-disk-"))
        .count();
  }

  @Test
  void directoryThatIsNotThere_isUnknown_andDoesNotReadAsHealthy() {
    probe = DiskProbe.of(healthy.resolve("missing"));
    ProbeResult result = check();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.summary()).endsWith("not allowed, or no directory");
    assertThat(result.readings()).allMatch(Reading.Unknown.class::isInstance);
  }

  @Test
  void exceptionsThatTheServiceSaw_areNoSpace_thoughTheProbesOwnDiskIsWell() {
    disk = SmallDisk.tmpfs();
    DiskErrors errors = DiskErrors.create();
    probe = DiskProbe.builder().directory(healthy).errors(errors).build();
    assertThat(check().status()).isEqualTo(Status.UP);
    disk.fillBytes();
    try {
      Files.write(disk.path().resolve("order"), new byte[100_000]);
      throw new AssertionError("the disk is not full");
    } catch (IOException full) {
      assertThat(errors.seen(new IllegalStateException("cannot keep the order", full))).isTrue();
    }
    assertThat(errors.seen(new IOException("Connection reset"))).isFalse();
    ProbeResult result = check();
    assertThat(result.finding()).contains("NO_SPACE");
    assertThat(result.summary()).contains("as the service saw");
  }

  @Test
  void closedProbe_isNeverUpAgain() {
    probe = DiskProbe.of(healthy);
    check();
    probe.close();
    probe.close();
    try {
      assertThat(check().status()).isNotEqualTo(Status.UP);
    } catch (java.util.concurrent.RejectedExecutionException broken) {
      // The registry makes unknown health of a check that breaks.
      assertThat(broken).isNotNull();
    }
  }
}
