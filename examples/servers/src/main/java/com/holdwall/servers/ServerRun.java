package com.holdwall.servers;

import java.util.List;
import java.util.function.BooleanSupplier;

/** One run of a server's program, as a child process or in a container. Thread-safe. */
interface ServerRun {

  /** Whether the main process lives, stopped or not. Never waits for the server. */
  boolean isAlive();

  /**
   * Waits until the server answers.
   *
   * @throws ServerException if it ends or does not answer in time; it is killed then, and the
   *     message ends with its last output
   */
  void awaitReady(BooleanSupplier answers, Deadline deadline);

  /** Stops the main process and everything that it forked, and waits until it stands still. */
  void freeze(Deadline deadline);

  /** Whether the main process and everything that it forked stands still. */
  boolean isFrozen();

  /** Stops the main process alone, and waits until it stands still. */
  void freezeRoot(Deadline deadline);

  /** Lets everything go on. */
  void thaw(Deadline deadline);

  /** Kills the process with all that it forked, and waits until nothing of it is left. */
  void kill(Deadline deadline);

  /** The living processes, the main one first if it lives. */
  List<Long> pids();

  /** The last lines that it wrote. */
  String lastOutput();
}
