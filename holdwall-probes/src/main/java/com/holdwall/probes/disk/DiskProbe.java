package com.holdwall.probes.disk;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reach;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at the directories that a service writes to: whether a small file can be written and
 * synced, and how fast; how many bytes and inodes are left; and when they will be full (see {@link
 * DiskFinding}).
 *
 * <p>What it does per check and directory: it creates, writes, syncs and deletes a file of 4 KiB,
 * and asks for the numbers of that file system; of no other. Each directory has a daemon thread of
 * its own, so a dead network mount costs one thread, once, and hides no other directory.
 *
 * <p>It is also the signal by which slow input and output is recognised, once it is registered.
 * Inodes are counted on Java 22 and newer with {@code --enable-native-access=ALL-UNNAMED}; without,
 * it is still seen that there are none left.
 */
public final class DiskProbe implements Probe, SignalReader, MetricSource {

  private static final Duration STALE = Duration.ofMinutes(1);

  private final DiskProbeBuilder settings;
  private final List<Directory> directories;
  private final ThreadPoolExecutor threads;
  private volatile List<Metric> metrics = List.of();

  DiskProbe(DiskProbeBuilder builder) {
    this.settings = builder;
    AtomicInteger count = new AtomicInteger();
    int most = builder.directories.size();
    // A thread for each directory, and no look at one while another is under way: what waits in the
    // queue waits for a thread that has ended its look and is not back in the pool yet.
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(most),
            task -> {
              Thread thread = new Thread(task, "holdwall-disk-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    this.directories =
        builder.directories.stream()
            .map(path -> new Directory(path, threads, builder.nanoTime))
            .toList();
  }

  /**
   * Looks at one directory.
   *
   * @param path the directory
   * @return the probe
   */
  public static DiskProbe of(Path path) {
    return builder().directory(path).build();
  }

  /** {@return a builder, without a directory} */
  public static DiskProbeBuilder builder() {
    return new DiskProbeBuilder();
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.DISK_SPACE_ISSUES;
  }

  @Override
  public ProbeSettings settings() {
    return settings.settings;
  }

  /** {@return this replica's own: its volumes} */
  @Override
  public Reach reach() {
    return Reach.REPLICA;
  }

  /** {@return true: a system call on a dead mount holds the thread that makes it} */
  @Override
  public boolean pinsThread() {
    return true;
  }

  @Override
  public ProbeResult check(CheckContext context) throws InterruptedException {
    long patience = context.deadline().toNanos() / 4 * 3;
    long start = System.nanoTime();
    directories.forEach(Directory::begin);
    for (Directory directory : directories) {
      directory.await(patience - (System.nanoTime() - start));
    }
    ProbeResult result =
        DiskVerdict.of(context, DiskReadings.of(settings, directories), directories);
    metrics = DiskMetrics.of(directories);
    return result;
  }

  /**
   * Reads how long writing and syncing takes, of the slowest directory.
   *
   * @param metric {@link HoldwallMetrics#DISK_FSYNC_P95}
   * @param at now; a moment more than a minute ago gives nothing, since the past is not kept
   * @return the 95th percentile of the last 20 writes, in seconds, and how many there were; empty
   *     for any other metric or before the first write
   */
  @Override
  public Optional<Signal> read(String metric, Instant at) {
    if (!metric.equals(HoldwallMetrics.DISK_FSYNC_P95) || at.isBefore(Instant.now().minus(STALE))) {
      return Optional.empty();
    }
    return directories.stream()
        .map(Directory::fsync)
        .filter(times -> times.samples() > 0)
        .max(Comparator.comparingDouble(FsyncTimes::p95))
        .map(times -> new Signal(times.p95(), times.samples()));
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }

  /** Interrupts what is under way; a thread inside a dead mount stays, as nothing can end it. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
