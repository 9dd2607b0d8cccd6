package com.holdwall.probes.jvm;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the system gives this process: its own resident memory, and the limit of its container. Not
 * thread-safe.
 */
final class ContainerMemory {

  /**
   * One reading; bytes. Everything is empty where the system does not say.
   *
   * @param resident of this process
   * @param anonymous the part of it that no file stands behind
   * @param shared the part of it that is shared memory
   * @param used of the container: without inactive pages of files
   * @param limit of the container
   * @param hits how often the limit was run into since the last reading
   */
  record Usage(
      OptionalLong resident,
      OptionalLong anonymous,
      OptionalLong shared,
      OptionalLong used,
      OptionalLong limit,
      long hits) {

    /**
     * How much of its limit the container uses. The process's own memory stands in where a limit is
     * known from elsewhere. Empty if nobody knows.
     */
    Optional<Double> ratio() {
      OptionalLong most = used.isPresent() ? used : resident;
      return limit.isEmpty() || most.isEmpty() || limit.getAsLong() == 0
          ? Optional.empty()
          : Optional.of((double) most.getAsLong() / limit.getAsLong());
    }

    /** What is left until the limit; NaN if nobody knows. */
    double left() {
      OptionalLong most = used.isPresent() ? used : resident;
      return limit.isEmpty() || most.isEmpty()
          ? Double.NaN
          : Math.max(0, limit.getAsLong() - most.getAsLong());
    }
  }

  private final Path status;
  private final Optional<Cgroup> cgroup;
  private final OptionalLong ownLimit;
  private final Tally kills = new Tally();
  private final Tally hits = new Tally();

  ContainerMemory(Path root, OptionalLong ownLimit, Instant now) {
    this.status = root.resolve("proc/self/status");
    this.cgroup = Cgroup.find(root);
    this.ownLimit = ownLimit;
    count(now);
  }

  /** Counts what happened since the last call. */
  private long count(Instant now) {
    kills.read(cgroup.map(Cgroup::kills).orElse(OptionalLong.empty()), now);
    return hits.read(cgroup.map(Cgroup::hits).orElse(OptionalLong.empty()), now);
  }

  Usage read(Instant now) {
    List<String> lines = SmallFiles.lines(status);
    OptionalLong limit = ownLimit.isPresent() ? ownLimit : limit();
    // A limit of the service's own is one of this process, and not of the group it runs in.
    OptionalLong used = ownLimit.isPresent() ? OptionalLong.empty() : used();
    return new Usage(
        bytes(lines, "VmRSS:"),
        bytes(lines, "RssAnon:"),
        bytes(lines, "RssShmem:"),
        used,
        limit,
        count(now));
  }

  private OptionalLong limit() {
    return cgroup.map(Cgroup::limit).orElse(OptionalLong.empty());
  }

  private OptionalLong used() {
    return cgroup.map(Cgroup::workingSet).orElse(OptionalLong.empty());
  }

  private static OptionalLong bytes(List<String> lines, String key) {
    OptionalLong kilobytes = SmallFiles.number(lines, key);
    return kilobytes.isEmpty() ? kilobytes : OptionalLong.of(kilobytes.getAsLong() * 1024);
  }

  /** Whether anything here counts killed processes. */
  boolean countsKills() {
    return kills.known();
  }

  /** How many were killed since the start. */
  long kills() {
    return kills.grown();
  }

  /** Whether one was killed so recently. */
  boolean killedWithin(Duration hold, Instant now) {
    return kills.lastGrowth().filter(at -> at.plus(hold).isAfter(now)).isPresent();
  }

  String source() {
    return ownLimit.isPresent()
        ? "limit as configured"
        : cgroup.map(Cgroup::version).orElse("no control group");
  }
}
