package com.holdwall.probes.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteFailureTest {

  private static FileSystemException system(String reason) {
    return new FileSystemException("/data/file", null, reason);
  }

  @Test
  void errors_areToldApart() {
    assertThat(WriteFailure.of(system("No space left on device"))).isEqualTo(WriteFailure.NO_SPACE);
    assertThat(WriteFailure.of(system("Disk quota exceeded"))).isEqualTo(WriteFailure.QUOTA);
    assertThat(WriteFailure.of(system("Read-only file system"))).isEqualTo(WriteFailure.READ_ONLY);
    assertThat(WriteFailure.of(system("Input/output error"))).isEqualTo(WriteFailure.OTHER);
    assertThat(WriteFailure.of(new AccessDeniedException("/x")))
        .isEqualTo(WriteFailure.NOT_ALLOWED);
    assertThat(WriteFailure.of(new NoSuchFileException("/x"))).isEqualTo(WriteFailure.NOT_ALLOWED);
    assertThat(WriteFailure.known(new ReadOnlyFileSystemException()))
        .contains(WriteFailure.READ_ONLY);
  }

  @Test
  void textOfThisSystem_isLearntFromTheDeviceThatIsAlwaysFull() {
    assertThatThrownBy(() -> Files.write(Path.of("/dev/full"), new byte[1]))
        .isInstanceOf(IOException.class)
        .satisfies(full -> assertThat(WriteFailure.known(full)).contains(WriteFailure.NO_SPACE));
  }

  @Test
  void nameOfAFile_andAnExceptionThatIsNoneOfInputAndOutput_proveNothing() {
    assertThat(
            WriteFailure.known(
                new FileSystemException("/data/no space left on device", null, "File exists")))
        .isEmpty();
    assertThat(WriteFailure.known(new IllegalStateException("no space left on device"))).isEmpty();
    assertThat(WriteFailure.known(new IOException((String) null))).isEqualTo(Optional.empty());
  }

  @Test
  void exceptionsOfTheService_areForgottenAfterFiveMinutes() {
    AtomicLong now = new AtomicLong();
    DiskErrors errors = DiskErrors.of(now::get);
    errors.seen(system("Disk quota exceeded"));
    assertThat(errors.recent(WriteFailure.QUOTA)).isEqualTo(1);
    assertThat(errors.recent(WriteFailure.NO_SPACE)).isZero();
    now.set(Duration.ofMinutes(5).toNanos());
    assertThat(errors.recent(WriteFailure.QUOTA)).isZero();
  }

  @Test
  void badSettings_areNamedWithTheirRule() {
    assertThatThrownBy(() -> DiskProbe.builder().build())
        .hasMessage("directories must hold one at least, but there is none");
    assertThatThrownBy(
            () -> DiskProbe.builder().directory(Path.of("/x")).directory(Path.of("/y/../x")))
        .hasMessage("directory '/x' is already there");
    assertThatThrownBy(() -> DiskProbe.builder().floorBytes(0))
        .hasMessage("floorBytes must be more than 0, but is 0");
    assertThatThrownBy(() -> DiskProbe.builder().slowAfter(Duration.ZERO))
        .hasMessage("slowAfter must be longer than zero, but is PT0S");
  }
}
