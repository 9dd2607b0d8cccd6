package com.holdwall.probes.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a hierarchy of control groups is mounted. Immutable. Source: proc(5), mountinfo.
 *
 * @param root which group of the hierarchy is at the mount point: {@code /}, or the container's own
 * @param point the mount point
 */
record CgroupMount(String root, String point) {

  /** Of a line {@code 36 35 98:0 /root /point options - type source super}. */
  static Optional<CgroupMount> parse(String line, boolean second) {
    String[] halves = line.split(" - ", 2);
    String[] mount = halves[0].split(" ", -1);
    String[] system = halves.length < 2 ? new String[0] : halves[1].split(" ", -1);
    if (mount.length < 6 || system.length < 3) {
      return Optional.empty();
    }
    boolean right =
        second
            ? system[0].equals("cgroup2")
            : system[0].equals("cgroup") && Arrays.asList(system[2].split(",")).contains("memory");
    return right ? Optional.of(new CgroupMount(mount[3], mount[4])) : Optional.empty();
  }

  /**
   * The directories of a group and of those above it, as far as they are mounted, the group's own
   * first. A path outside of what is mounted, as a container without a namespace of its own sees
   * it, is the mount point's.
   */
  List<Path> groups(Path fileSystem, String path) {
    Path top = under(fileSystem, point);
    Path own = under(top, inside(path)).normalize();
    List<Path> all = new ArrayList<>();
    for (Path group = own; group != null && group.startsWith(top); group = group.getParent()) {
      all.add(group);
    }
    if (all.isEmpty()) {
      all.add(top);
    }
    return all;
  }

  private String inside(String path) {
    if (root.equals("/")) {
      return path;
    }
    return path.startsWith(root + "/") ? path.substring(root.length()) : "";
  }

  private static Path under(Path directory, String absolute) {
    return directory.resolve(absolute.replaceFirst("^/+", ""));
  }
}
