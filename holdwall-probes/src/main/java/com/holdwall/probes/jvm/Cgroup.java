package com.holdwall.probes.jvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control group whose memory limit binds this process: of its own group and those above it, the
 * one with the lowest limit; its own, if none has one. Immutable; every reading is taken anew.
 *
 * <p>Files of cgroup v2: memory.max, memory.current, memory.stat, memory.events. Of v1:
 * memory.limit_in_bytes, memory.usage_in_bytes, memory.stat, memory.oom_control, memory.failcnt.
 * Source: Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
 */
final class Cgroup {

  /** Larger limits of v1 mean that there is none: the number is the largest multiple of a page. */
  private static final long NO_LIMIT = 1L << 60;

  private final Path group;
  private final boolean second;

  private Cgroup(Path group, boolean second) {
    this.group = group;
    this.second = second;
  }

  /**
   * Finds it.
   *
   * @param root where the file system begins: {@code /}
   * @return the group; empty where there is none for memory
   */
  static Optional<Cgroup> find(Path root) {
    List<String> own = SmallFiles.lines(root.resolve("proc/self/cgroup"));
    List<String> mounts = SmallFiles.lines(root.resolve("proc/self/mountinfo"));
    return find(root, own, mounts, false).or(() -> find(root, own, mounts, true));
  }

  private static Optional<Cgroup> find(
      Path root, List<String> own, List<String> mounts, boolean second) {
    Optional<String> path =
        own.stream()
            .map(line -> line.split(":", 3))
            .filter(parts -> parts.length == 3)
            .filter(
                parts ->
                    second
                        ? parts[0].equals("0") && parts[1].isEmpty()
                        : Arrays.asList(parts[1].split(",")).contains("memory"))
            .map(parts -> parts[2])
            .findFirst();
    Optional<CgroupMount> mount =
        mounts.stream().flatMap(line -> CgroupMount.parse(line, second).stream()).findFirst();
    if (path.isEmpty() || mount.isEmpty()) {
      return Optional.empty();
    }
    return binding(mount.get().groups(root, path.get()), second);
  }

  private static Optional<Cgroup> binding(List<Path> groups, boolean second) {
    List<Cgroup> all = new ArrayList<>();
    for (Path group : groups) {
      Cgroup found = new Cgroup(group, second);
      if (Files.isReadable(found.usageFile())) {
        all.add(found);
      }
    }
    return all.stream()
        .filter(group -> group.limit().isPresent())
        .min(Comparator.comparingLong(group -> group.limit().orElse(Long.MAX_VALUE)))
        .or(() -> all.stream().findFirst());
  }

  private Path usageFile() {
    return group.resolve(second ? "memory.current" : "memory.usage_in_bytes");
  }

  /** How much memory the group may use; bytes; empty if there is no limit. */
  OptionalLong limit() {
    OptionalLong limit =
        SmallFiles.number(group.resolve(second ? "memory.max" : "memory.limit_in_bytes"));
    return limit.isPresent() && limit.getAsLong() < NO_LIMIT ? limit : OptionalLong.empty();
  }

  /** What it uses and cannot simply be taken back: without inactive pages of files; bytes. */
  OptionalLong workingSet() {
    OptionalLong usage = SmallFiles.number(usageFile());
    if (usage.isEmpty()) {
      return usage;
    }
    long inactive =
        SmallFiles.number(
                SmallFiles.lines(group.resolve("memory.stat")),
                second ? "inactive_file" : "total_inactive_file")
            .orElse(0);
    return OptionalLong.of(Math.max(0, usage.getAsLong() - inactive));
  }

  /** How many processes of the group were killed for want of memory, since it was made. */
  OptionalLong kills() {
    return second
        ? SmallFiles.number(SmallFiles.lines(group.resolve("memory.events")), "oom_kill")
        : SmallFiles.number(SmallFiles.lines(group.resolve("memory.oom_control")), "oom_kill");
  }

  /** How often the group ran into its limit, since it was made. */
  OptionalLong hits() {
    return second
        ? SmallFiles.number(SmallFiles.lines(group.resolve("memory.events")), "max")
        : SmallFiles.number(group.resolve("memory.failcnt"));
  }

  String version() {
    return second ? "cgroup v2" : "cgroup v1";
  }
}
