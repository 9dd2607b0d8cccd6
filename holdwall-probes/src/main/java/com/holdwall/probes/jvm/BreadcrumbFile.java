package com.holdwall.probes.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes this process's breadcrumb beside each check, and reads the last one's at the start. It is
 * marked when the virtual machine stops as it should: a hook does that, so that a service need not.
 * Thread-safe.
 */
final class BreadcrumbFile implements AutoCloseable {

  static final String NAME = "holdwall-memory.breadcrumb";

  private static final String TAKEN = "another probe that lives uses the same directory";

  /** A breadcrumb is a few hundred bytes: what is longer is none. */
  private static final int MOST = 4096;

  private final Path file;
  private final Path next;
  private final Clock clock;
  private final long pid = ProcessHandle.current().pid();
  private final Instant started;
  private final LastRun lastRun;
  private final boolean ours;
  private final Thread hook = new Thread(this::mark, "holdwall-memory-breadcrumb");
  private @Nullable Breadcrumb last;
  private @Nullable String failure;
  private boolean closed;

  BreadcrumbFile(Path directory, Clock clock) {
    this.file = directory.resolve(NAME);
    this.next = directory.resolve(NAME + ".next");
    this.clock = clock;
    this.started = started(ProcessHandle.current()).orElse(clock.instant());
    Optional<Breadcrumb> found = Optional.empty();
    LastRun run;
    try {
      found = read();
      run =
          found.isPresent()
              ? LastRun.of(found.get())
              : new LastRun.Unknown("the last process's breadcrumb is torn");
    } catch (NoSuchFileException none) {
      run = new LastRun.None();
    } catch (IOException broken) {
      run = new LastRun.Unknown("the breadcrumb cannot be read: " + broken.getClass().getName());
    }
    this.ours = found.filter(BreadcrumbFile::ofOneThatLives).isEmpty();
    this.lastRun = ours ? run : new LastRun.Unknown(TAKEN);
    if (ours) {
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  private static Optional<Instant> started(ProcessHandle process) {
    return process.info().startInstant();
  }

  private Optional<Breadcrumb> read() throws IOException {
    if (Files.size(file) > MOST) {
      return Optional.empty();
    }
    return Breadcrumb.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /** In a container the last process had the same number: when it started tells them apart. */
  private static boolean ofOneThatLives(Breadcrumb found) {
    return !found.clean()
        && ProcessHandle.of(found.pid())
            .flatMap(BreadcrumbFile::started)
            .filter(found.started()::equals)
            .isPresent();
  }

  LastRun lastRun() {
    return lastRun;
  }

  /** Writes that the process lives, and how much it uses. */
  synchronized void beat(ContainerMemory.Usage usage, double heap) {
    if (closed || !ours) {
      return;
    }
    long used = (usage.used().isPresent() ? usage.used() : usage.resident()).orElse(-1);
    double known = Double.isNaN(heap) ? -1 : heap;
    Breadcrumb now =
        new Breadcrumb(pid, started, clock.instant(), used, usage.limit().orElse(-1), known, false);
    last = now;
    write(now);
  }

  private void write(Breadcrumb crumb) {
    try {
      Files.writeString(next, crumb.write(), StandardCharsets.UTF_8);
      move();
      failure = null;
    } catch (IOException broken) {
      // The class only: a message holds the path, which is the service's own business.
      failure = broken.getClass().getName();
    }
  }

  private void move() throws IOException {
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException foreign) {
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** How it is kept: why it is not, and why the last could not be written. */
  synchronized MemoryState.Crumb state() {
    return new MemoryState.Crumb(
        ours ? Optional.empty() : Optional.of(TAKEN), Optional.ofNullable(failure));
  }

  private synchronized void mark() {
    if (closed) {
      return;
    }
    closed = true;
    if (last != null) {
      write(last.stopped(clock.instant()));
    }
  }

  @Override
  public void close() {
    mark();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The hook runs already, and finds it marked.
    }
  }
}
