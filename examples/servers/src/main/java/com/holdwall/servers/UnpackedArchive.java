package com.holdwall.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A .txz archive unpacked into a cache folder of this user below java.io.tmpdir. Safe where several
 * threads and JVMs unpack the same archive at once: each unpacks to a folder of its own, and the
 * first to finish gives it the final name. Stateless.
 */
final class UnpackedArchive {

  private static final int EXECUTABLE = 0100;
  private static final int WRITABLE_BY_OTHERS = 0022;

  /** Given explicitly, not left to the umask: another user has to read and run what is there. */
  static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private UnpackedArchive() {}

  /** The unpacked archive's folder in this user's cache. */
  static Path of(URL archive, String name) throws IOException {
    return in(cache(), archive, name);
  }

  /** The unpacked archive's folder in the given one; unpacks it if it is not there. */
  static Path in(Path cache, URL archive, String name) throws IOException {
    return filled(cache, name, folder -> unpack(archive, folder));
  }

  /** A folder of that name in the cache; fills it first if it is not there. */
  static Path filled(Path cache, String name, Filler filler) throws IOException {
    Path target = cache.resolve(name);
    if (Files.isDirectory(target)) {
      return target;
    }
    Path temporary = Files.createTempDirectory(cache, name + "-unpacking-");
    try {
      filler.fill(temporary);
      Files.setPosixFilePermissions(temporary, OPEN);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Somebody else was faster: theirs is as good.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    } finally {
      TempFolder.delete(temporary);
    }
    return target;
  }

  static Path cache() throws IOException {
    int uid = ProcFs.ownUid();
    Path cache = TempFolder.root().resolve("holdwall-servers-" + uid);
    Files.createDirectories(cache, PosixFilePermissions.asFileAttribute(OPEN));
    requireOwn(cache, uid);
    return cache;
  }

  /** The name can be guessed: programs that a stranger put there must not be run. */
  private static void requireOwn(Path cache, int uid) throws IOException {
    int owner = (Integer) Files.getAttribute(cache, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) Files.getAttribute(cache, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if (owner != uid || (mode & WRITABLE_BY_OTHERS) != 0) {
      throw new ServerException(
          cache
              + " must belong to uid "
              + uid
              + " and be writable by it alone, but has uid "
              + owner
              + " and mode "
              + Integer.toOctalString(mode & 0777));
    }
    Files.setPosixFilePermissions(cache, OPEN);
  }

  /** Fills an empty folder. */
  @FunctionalInterface
  interface Filler {

    void fill(Path folder) throws IOException;
  }

  private static void unpack(URL archive, Path folder) throws IOException {
    try (InputStream raw = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = entry.resolveIn(folder);
        Files.createDirectories(target.getParent());
        write(tar, entry, target);
      }
    }
  }

  private static void write(InputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, OPEN);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(tar, target);
      boolean executable = (entry.getMode() & EXECUTABLE) != 0;
      Files.setPosixFilePermissions(target, executable ? OPEN : READABLE);
    } else {
      throw new IOException(entry.getName() + " is neither file, folder nor symbolic link");
    }
  }
}
