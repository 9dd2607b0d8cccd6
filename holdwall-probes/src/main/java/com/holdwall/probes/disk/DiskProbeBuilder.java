package com.holdwall.probes.disk;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.internal.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link DiskProbe} needs. Not thread-safe. */
public final class DiskProbeBuilder {

  private static final int MOST_DIRECTORIES = 32;

  final List<Path> directories = new ArrayList<>();
  ProbeSettings settings = ProbeSettings.defaults();
  @Nullable DiskErrors errors;
  long floorBytes = 10L << 30;
  Duration slowAfter = Duration.ofMillis(100);
  LongSupplier nanoTime = System::nanoTime;

  DiskProbeBuilder() {}

  /**
   * Adds a directory that the service writes to. It is not looked at before the first check.
   *
   * @param path the directory; the probe creates and deletes a file of 4 KiB in it at each check
   * @return this
   * @throws IllegalArgumentException if it is there already, or there are 32
   */
  public DiskProbeBuilder directory(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    if (directories.contains(whole)) {
      throw new IllegalArgumentException("directory '" + whole + "' is already there");
    }
    if (directories.size() == MOST_DIRECTORIES) {
      throw new IllegalArgumentException(
          "directories must be at most " + MOST_DIRECTORIES + ", but '" + whole + "' is one more");
    }
    directories.add(whole);
    return this;
  }

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; {@link ProbeSettings#defaults()} by default
   * @return this
   */
  public DiskProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Sets where the exceptions come from that the service itself saw.
   *
   * @param seen takes them; without it the probe knows only of its own writes
   * @return this
   */
  public DiskProbeBuilder errors(DiskErrors seen) {
    errors = Objects.requireNonNull(seen, "errors must not be null");
    return this;
  }

  /**
   * Sets how many usable bytes are enough, whatever share of the file system they are.
   *
   * @param bytes more than 0; 10 GiB by default: 15 % of a large disk is no lack
   * @return this
   * @throws IllegalArgumentException if it is not more than 0
   */
  public DiskProbeBuilder floorBytes(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("floorBytes must be more than 0, but is " + bytes);
    }
    floorBytes = bytes;
    return this;
  }

  /**
   * Sets what counts as slow.
   *
   * @param limit for writing and syncing 4 KiB, the 95th percentile of 20; 100 ms by default
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public DiskProbeBuilder slowAfter(Duration limit) {
    slowAfter = Require.positive("slowAfter", limit);
    return this;
  }

  DiskProbeBuilder nanoTime(LongSupplier clock) {
    nanoTime = clock;
    return this;
  }

  /**
   * Builds the probe.
   *
   * @return the probe
   * @throws IllegalArgumentException if there is no directory
   */
  public DiskProbe build() {
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("directories must hold one at least, but there is none");
    }
    return new DiskProbe(this);
  }
}
