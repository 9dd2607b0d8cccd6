package com.holdwall.probes.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Java on this machine.
 *
 * @param home where it is
 * @param feature its feature version
 */
record Jdk(Path home, int feature) {

  static Jdk ours() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /**
   * One for each feature version from 17 on: ours, its neighbours, and those that variables name.
   */
  static List<Jdk> all() throws IOException {
    Map<Integer, Jdk> found = new TreeMap<>();
    found.put(ours().feature(), ours());
    Set<Path> seen = new HashSet<>();
    for (Path home : candidates()) {
      if (Files.isExecutable(home.resolve("bin/java")) && seen.add(home.toRealPath())) {
        int feature = featureOf(home);
        if (feature >= 17) {
          found.putIfAbsent(feature, new Jdk(home, feature));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Path> candidates() throws IOException {
    List<Path> homes = new ArrayList<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME_")) {
                homes.add(Path.of(value));
              }
            });
    for (Path near : List.of(ours().home().toAbsolutePath().getParent(), Path.of("/usr/lib/jvm"))) {
      if (Files.isDirectory(near)) {
        try (Stream<Path> all = Files.list(near)) {
          all.sorted().forEach(homes::add);
        }
      }
    }
    return homes;
  }

  /** Of the line {@code JAVA_VERSION="17.0.15"} of its release file; 0 if there is none. */
  private static int featureOf(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.substring(line.indexOf('"') + 1).split("[^0-9]", 2)[0])
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    }
  }

  String java() {
    return home.resolve("bin/java").toString();
  }
}
