package com.holdwall.probes.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Why something could not be written. Java keeps the system's error number to itself and gives its
 * text, which is in the user's language: the one for "no space" is learnt from {@code /dev/full}.
 */
enum WriteFailure {
  /** ENOSPC: no bytes, or no inodes. */
  NO_SPACE("no space left"),
  /** EDQUOT: the user's share is used up. */
  QUOTA("quota exceeded"),
  /** EROFS. */
  READ_ONLY("read-only file system"),
  /** The service may not write there, or there is no such directory: the check cannot look. */
  NOT_ALLOWED("not allowed, or no directory"),
  /** Any other, such as an I/O error. */
  OTHER("cannot be written");

  private static final Path FULL = Path.of("/dev/full");
  private static final int DEEPEST = 20;

  /** What Linux, macOS and Windows say in English. */
  private static final Map<String, WriteFailure> TEXTS =
      Map.of(
          "no space left on device", NO_SPACE,
          "not enough space on the disk", NO_SPACE,
          "disk quota exceeded", QUOTA,
          "disc quota exceeded", QUOTA,
          "read-only file system", READ_ONLY);

  private final String words;

  WriteFailure(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** What an exception of a write means. */
  static WriteFailure of(IOException failure) {
    if (failure instanceof AccessDeniedException
        || failure instanceof NoSuchFileException
        || failure instanceof NotDirectoryException) {
      return NOT_ALLOWED;
    }
    return known(failure).orElse(OTHER);
  }

  /** What an exception of the service, or one of its causes, says about a disk; if it does. */
  static Optional<WriteFailure> known(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof ReadOnlyFileSystemException) {
        return Optional.of(READ_ONLY);
      }
      if (cause instanceof IOException io) {
        Optional<WriteFailure> meaning = byText(io);
        if (meaning.isPresent()) {
          return meaning;
        }
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static Optional<WriteFailure> byText(IOException failure) {
    String reason =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    if (reason == null) {
      return Optional.empty();
    }
    String text = reason.toLowerCase(Locale.ROOT);
    if (!Learnt.NO_SPACE.isEmpty() && text.contains(Learnt.NO_SPACE)) {
      return Optional.of(NO_SPACE);
    }
    return TEXTS.entrySet().stream()
        .filter(known -> text.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** What this system says for "no space"; looked up when the first exception needs it. */
  private static final class Learnt {

    private static final String NO_SPACE = learn();

    private static String learn() {
      if (!Files.isWritable(FULL)) {
        return "";
      }
      try (OutputStream full = Files.newOutputStream(FULL)) {
        full.write(0);
        return "";
      } catch (IOException wanted) {
        String text = wanted.getMessage();
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
      }
    }
  }
}
