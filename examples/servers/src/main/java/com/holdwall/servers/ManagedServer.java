package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all servers have in common: the life cycle, the temporary folder, the shutdown hook. A new
 * kind of server says only how it is prepared, which command runs it, and when it answers.
 * Thread-safe: everything that changes state holds this object's monitor.
 */
abstract class ManagedServer implements ServerProcess {

  private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(30);

  private final String name;
  private final int port;
  private final ServerUser user;
  private final Services services = Services.chosen();
  private final Duration startTimeout;
  private @Nullable Path home;
  private @Nullable ShutdownHook hook;
  private volatile @Nullable ServerRun process;
  private boolean closed;

  /**
   * Chooses a port; starts nothing yet.
   *
   * @param kind the kind of server in lower case, such as postgres
   * @param startTimeout how long a start may take, first preparation included
   */
  ManagedServer(String kind, ServerUser user, Duration startTimeout) {
    this(kind, user, startTimeout, Loopback.freePort());
  }

  /** The same, on a port that the kind of server needs. */
  ManagedServer(String kind, ServerUser user, Duration startTimeout, int port) {
    this.port = port;
    this.name = kind + "-" + port;
    this.user = user;
    this.startTimeout = startTimeout;
  }

  /** Fills the empty home folder before the first start. */
  abstract void prepare(Path home, Deadline deadline) throws IOException;

  /** Removes what a crash left and would hinder the next start. Nothing runs meanwhile. */
  abstract void repair(Path home) throws IOException;

  /** The command line that runs the server in the foreground. */
  abstract List<String> command(Path home);

  /** Whether the server answers a real client now; one attempt, of at most a few seconds. */
  abstract boolean answers();

  /** Frees what the server holds outside its home folder. Nothing runs meanwhile. */
  abstract void release(Path home) throws IOException;

  @Override
  public final synchronized void start() {
    requireOpen();
    if (isRunning()) {
      throw new IllegalStateException(name + " is running already");
    }
    Deadline deadline = Deadline.in(startTimeout);
    try {
      Path folder = preparedHome(deadline);
      killTree();
      repair(folder);
      ServerRun started = services.launch(name, user, command(folder), folder);
      process = started;
      started.awaitReady(this::answers, deadline);
    } catch (IOException e) {
      throw new ServerException(name + ": the start failed: " + e, e);
    }
  }

  private Path preparedHome(Deadline deadline) throws IOException {
    if (home != null) {
      return home;
    }
    Path folder = TempFolder.create("holdwall-" + name + "-", user);
    try {
      prepare(folder, deadline);
      home = folder;
      hook = ShutdownHook.register(name, this::close);
    } finally {
      if (home == null) {
        TempFolder.delete(folder);
      }
    }
    return folder;
  }

  @Override
  public final synchronized void freeze() {
    requireRunning().freeze(Deadline.in(SIGNAL_TIMEOUT));
  }

  /** Freezes the main process alone; what it forked goes on. */
  final synchronized void freezeRoot() {
    requireRunning().freezeRoot(Deadline.in(SIGNAL_TIMEOUT));
  }

  /** Whether all of it stands still; for tests. */
  final synchronized boolean isFrozen() {
    return requireRunning().isFrozen();
  }

  @Override
  public final synchronized void thaw() {
    requireRunning().thaw(Deadline.in(SIGNAL_TIMEOUT));
  }

  @Override
  public final synchronized void kill() {
    killTree();
  }

  private void killTree() {
    ServerRun last = process;
    if (last != null) {
      last.kill(Deadline.in(SIGNAL_TIMEOUT));
    }
  }

  @Override
  public final synchronized void restart() {
    requireOpen();
    killTree();
    start();
  }

  @Override
  public final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      killTree();
      Path folder = home;
      if (folder != null) {
        release(folder);
        TempFolder.delete(folder);
      }
    } catch (IOException e) {
      throw new ServerException(name + ": its data cannot be deleted: " + e, e);
    } finally {
      ShutdownHook registered = hook;
      if (registered != null) {
        registered.remove();
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  private ServerRun requireRunning() {
    ServerRun current = process;
    if (current == null || !current.isAlive()) {
      throw new IllegalStateException(name + " is not running");
    }
    return current;
  }

  @Override
  public final int port() {
    return port;
  }

  @Override
  public final boolean isRunning() {
    ServerRun current = process;
    return current != null && current.isAlive();
  }

  @Override
  public final String lastOutput() {
    ServerRun current = process;
    return current == null ? "" : current.lastOutput();
  }

  /** The name used in messages, thread names and the temporary folder's name. */
  final String name() {
    return name;
  }

  /** The user as which the server runs. */
  final ServerUser user() {
    return user;
  }

  /** The processes that live now, the main one first; for tests. */
  final List<Long> pids() {
    ServerRun current = process;
    return current == null ? List.of() : current.pids();
  }

  @Override
  public final String toString() {
    return name + (isRunning() ? " (running)" : " (not running)");
  }
}
