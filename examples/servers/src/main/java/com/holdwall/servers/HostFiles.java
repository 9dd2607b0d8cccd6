package com.holdwall.servers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this machine that a server's program needs in its container. Stateless. */
final class HostFiles {

  private static final int LINKS_DEEP = 5;

  private HostFiles() {}

  /** The command line with the whole path of its program. */
  static List<String> absolute(List<String> command) {
    List<String> whole = new ArrayList<>(command);
    whole.set(0, program(command.get(0)).toString());
    return whole;
  }

  private static Path program(String name) {
    if (name.startsWith("/")) {
      return Path.of(name);
    }
    return Stream.of(
            System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new ServerException(name + " is not on the PATH"));
  }

  /** The server's own folder to write to, and what the command line names, to read. */
  static List<Bind> binds(List<String> command, Path home) {
    Set<Path> read = new LinkedHashSet<>();
    absolute(command).stream()
        // a class path is several
        .flatMap(word -> Stream.of(word.split(File.pathSeparator)))
        .filter(path -> path.startsWith("/") && !path.startsWith(home.toString()))
        .map(path -> shared(Path.of(path)))
        .distinct()
        .forEach(
            shared -> {
              read.add(shared);
              read.addAll(linkedFrom(shared));
            });
    List<Bind> binds = new ArrayList<>();
    read.forEach(path -> binds.add(bind(path, AccessMode.ro)));
    binds.add(bind(home, AccessMode.rw));
    return binds;
  }

  /** A program needs what lies beside it; one that stands alone only itself. */
  private static Path shared(Path file) {
    try {
      return Stream.of(
              UnpackedArchive.cache(),
              Path.of(System.getProperty("java.home")),
              Path.of(System.getProperty("user.home"), ".cache", "holdwall"))
          .filter(file::startsWith)
          .findFirst()
          .orElse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Debian's JDK has its configuration in /etc, and links to it. */
  private static List<Path> linkedFrom(Path folder) {
    try (Stream<Path> files = Files.walk(folder, LINKS_DEEP)) {
      return files
          .filter(Files::isSymbolicLink)
          .filter(Files::exists)
          .map(HostFiles::real)
          .filter(target -> !target.startsWith(folder))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path real(Path link) {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bind bind(Path path, AccessMode mode) {
    return new Bind(path.toString(), new Volume(path.toString()), mode);
  }
}
