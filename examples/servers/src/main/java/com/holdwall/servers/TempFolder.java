package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Temporary folders below java.io.tmpdir, and the deletion of whole trees. Stateless. */
final class TempFolder {

  private TempFolder() {}

  /** The real path of java.io.tmpdir. */
  static Path root() throws IOException {
    return Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
  }

  /** Makes a folder of mode 0700 that belongs to the user and that it can reach. */
  static Path create(String prefix, ServerUser user) throws IOException {
    Path root = root();
    user.requireReach(root);
    Path folder = Files.createTempDirectory(root, prefix);
    user.own(folder);
    return folder;
  }

  /** Deletes the folder and all that is in it; does nothing where it does not exist. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(folder, new Deleter());
    }
  }

  /** Forgives files that vanish meanwhile: that is what was wanted. */
  private static final class Deleter extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
