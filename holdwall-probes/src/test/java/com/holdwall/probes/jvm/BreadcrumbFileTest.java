package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreadcrumbFileTest {

  private static final ContainerMemory.Usage USAGE =
      new ContainerMemory.Usage(
          OptionalLong.of(1_200),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.of(960),
          OptionalLong.of(1_000),
          0);

  @TempDir Path directory;

  private BreadcrumbFile open() {
    return new BreadcrumbFile(directory, Clock.systemUTC());
  }

  private Path file() {
    return directory.resolve(BreadcrumbFile.NAME);
  }

  private Breadcrumb written() throws IOException {
    return Breadcrumb.parse(Files.readString(file())).orElseThrow();
  }

  @Test
  void firstProcess_hasNoneBeforeIt() {
    try (BreadcrumbFile first = open()) {
      assertThat(first.lastRun()).isEqualTo(new LastRun.None());
    }
  }

  @Test
  void beat_holdsWhatTheContainerUses() throws IOException {
    try (BreadcrumbFile file = open()) {
      file.beat(USAGE, 0.25);
      assertThat(written().used()).isEqualTo(960);
      assertThat(written().limit()).isEqualTo(1_000);
      assertThat(written().heap()).isEqualTo(0.25);
      assertThat(written().clean()).isFalse();
      file.beat(USAGE, Double.NaN);
      assertThat(written().heap()).isEqualTo(-1);
    }
    assertThat(written().clean()).isTrue();
  }

  @Test
  void fiftyCleanStops_leaveNoneToReport() {
    for (int i = 0; i < 50; i++) {
      try (BreadcrumbFile file = open()) {
        assertThat(file.lastRun()).isInstanceOfAny(LastRun.None.class, LastRun.Clean.class);
        file.beat(USAGE, 0.5);
      }
    }
  }

  @Test
  void beatAfterTheMark_doesNotTakeItBack() throws IOException {
    BreadcrumbFile file = open();
    file.beat(USAGE, 0.5);
    file.close();
    file.beat(USAGE, 0.5);
    assertThat(written().clean()).isTrue();
  }

  @Test
  void processThatHasGone_isToldByItsNumberAndStart_thoughOursIsTheSame() throws IOException {
    // In a container each process has the number 1.
    long ours = ProcessHandle.current().pid();
    Breadcrumb before = new Breadcrumb(ours, Instant.EPOCH, Instant.now(), 990, 1_000, 0.9, false);
    Files.writeString(file(), before.write());
    try (BreadcrumbFile file = open()) {
      assertThat(file.lastRun()).isEqualTo(new LastRun.NearLimit(before));
    }
  }

  @Test
  void processThatLives_keepsItsBreadcrumb() throws IOException {
    try (BreadcrumbFile first = open()) {
      first.beat(USAGE, 0.5);
      Breadcrumb theirs = written();
      try (BreadcrumbFile second = open()) {
        assertThat(second.lastRun()).isInstanceOf(LastRun.Unknown.class);
        second.beat(USAGE, 0.1);
        assertThat(second.state().unkept()).isPresent();
      }
      assertThat(written()).isEqualTo(theirs);
    }
  }

  @Test
  void tornFile_isUnknown_andReplaced() throws IOException {
    Files.writeString(file(), "holdwall-breadcrumb 1\npid 7\nsta");
    try (BreadcrumbFile file = open()) {
      assertThat(file.lastRun()).isInstanceOf(LastRun.Unknown.class);
      file.beat(USAGE, 0.5);
      assertThat(written().used()).isEqualTo(960);
    }
  }

  @Test
  void hugeFile_isNotRead() throws IOException {
    Files.write(file(), new byte[1 << 20]);
    try (BreadcrumbFile file = open()) {
      assertThat(file.lastRun()).isInstanceOf(LastRun.Unknown.class);
    }
  }

  @Test
  void directoryThatCannotBeWritten_isTold_withoutItsName() throws IOException {
    try (BreadcrumbFile file = new BreadcrumbFile(directory.resolve("gone"), Clock.systemUTC())) {
      file.beat(USAGE, 0.5);
      assertThat(file.state().failure()).contains("java.nio.file.NoSuchFileException");
    }
  }
}
