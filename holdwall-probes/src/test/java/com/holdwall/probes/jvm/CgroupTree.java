package com.holdwall.probes.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system as a process in a container sees it: only the few files that matter. */
final class CgroupTree {

  static final long MB = 1 << 20;

  private final Path root;

  CgroupTree(Path root) {
    this.root = root;
    file("proc/self/status", "Name:\tjava\nVmRSS:\t  204800 kB\nRssAnon:\t  102400 kB\n");
  }

  Path root() {
    return root;
  }

  CgroupTree file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException broken) {
      throw new IllegalStateException("tree not written", broken);
    }
    return this;
  }

  /** As Kubernetes with cgroup v2 and a namespace of its own shows it. */
  CgroupTree second() {
    return file("proc/self/cgroup", "0::/\n")
        .file(
            "proc/self/mountinfo",
            "1 2 0:30 / / rw,relatime - overlay overlay rw\n"
                + "1482 1480 0:29 / /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2"
                + " cgroup rw,nsdelegate\n")
        .secondGroup("sys/fs/cgroup", 100 * MB, Long.toString(200 * MB));
  }

  CgroupTree secondGroup(String group, long current, String max) {
    return file(group + "/memory.current", current + "\n")
        .file(group + "/memory.max", max + "\n")
        .file(group + "/memory.stat", "anon 1\nfile 2\ninactive_anon 5\ninactive_file 10485760\n")
        .events(group, 0, 0);
  }

  /** With the kill of a whole group beside it, whose name begins alike. */
  CgroupTree events(String group, long max, long kills) {
    return file(
        group + "/memory.events",
        "low 0\nhigh 0\nmax " + max + "\noom 5\noom_kill " + kills + "\noom_group_kill 77\n");
  }

  /** As Docker with cgroup v1 and no namespace shows it: the path is the host's. */
  CgroupTree first() {
    return file(
            "proc/self/cgroup",
            "12:cpu,cpuacct:/docker/0a1b\n4:hugetlb,memory:/docker/0a1b\n0::/docker/0a1b\n")
        .file(
            "proc/self/mountinfo",
            "640 632 0:31 /docker/0a1b /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n"
                + "641 632 0:35 /docker/0a1b /sys/fs/cgroup/memory ro,nosuid master:17 - cgroup"
                + " cgroup rw,hugetlb,memory\n"
                + "642 632 0:41 / /sys/fs/cgroup/unified ro - cgroup2 cgroup2 rw\n")
        .firstGroup("sys/fs/cgroup/memory", 150 * MB, 300 * MB);
  }

  CgroupTree firstGroup(String group, long usage, long limit) {
    return file(group + "/memory.usage_in_bytes", usage + "\n")
        .file(group + "/memory.limit_in_bytes", limit + "\n")
        .file(group + "/memory.stat", "inactive_file 1\ntotal_inactive_file 20971520\n")
        .file(group + "/memory.failcnt", "3\n")
        .file(group + "/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
  }
}
