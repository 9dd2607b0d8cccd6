package com.holdwall.probes.disk;

import com.holdwall.probes.window.WindowClock;
import com.holdwall.probes.window.WindowCounts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes the exceptions that a service meets, and counts those by which a disk is full, over a quota
 * or read-only: for {@link DiskProbeBuilder#errors}. To be called where exceptions are logged;
 * others are ignored. Thread-safe.
 */
public final class DiskErrors {

  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int SLICES = 30;

  private final WindowCounts counts;

  private DiskErrors(LongSupplier nanoTime) {
    counts =
        WindowCounts.of(WindowClock.of(WINDOW, SLICES, nanoTime), WriteFailure.values().length);
  }

  /** {@return a recorder over 5 minutes} */
  public static DiskErrors create() {
    return new DiskErrors(System::nanoTime);
  }

  static DiskErrors of(LongSupplier nanoTime) {
    return new DiskErrors(nanoTime);
  }

  /**
   * Takes an exception.
   *
   * @param failure what the service caught; its causes are looked at too
   * @return whether it says that a disk is full, over a quota or read-only
   */
  public boolean seen(Throwable failure) {
    Optional<WriteFailure> known = WriteFailure.known(failure);
    known.ifPresent(meaning -> counts.add(index(meaning), 1));
    return known.isPresent();
  }

  long recent(WriteFailure meaning) {
    return counts.sum(index(meaning));
  }

  private static int index(WriteFailure meaning) {
    return switch (meaning) {
      case NO_SPACE -> 0;
      case QUOTA -> 1;
      case READ_ONLY -> 2;
      case NOT_ALLOWED -> 3;
      case OTHER -> 4;
    };
  }
}
