package com.holdwall.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * A server's main process with all that it forked: its descendants, and those that lost their
 * parent but still work in the server's folder. Thread-safe, since it holds nothing that changes.
 */
final class ProcessTree {

  private final String name;
  private final long root;
  private final Path folder;

  /**
   * Describes a tree.
   *
   * @param name the server's name, for messages
   * @param root the main process's id
   * @param folder the real path in which only this server's processes work
   */
  ProcessTree(String name, long root, Path folder) {
    this.name = name;
    this.root = root;
    this.folder = folder;
  }

  /** The living processes, the main one first if it lives. */
  List<Long> members() {
    Set<Long> pids = new LinkedHashSet<>();
    pids.add(root);
    ProcessHandle.of(root)
        .ifPresent(handle -> handle.descendants().map(ProcessHandle::pid).forEach(pids::add));
    pids.addAll(ProcFs.workingUnder(folder));
    pids.removeIf(pid -> !ProcFs.isAlive(pid));
    return List.copyOf(pids);
  }

  /** Whether the main process lives, stopped or not. */
  boolean isRootAlive() {
    return ProcFs.isAlive(root);
  }

  /** Whether the main process was stopped and has not gone on. */
  boolean isRootStopped() {
    return ProcFs.isStopped(root);
  }

  /** Stops the main process alone, and waits until it stands still. */
  void freezeRoot(Deadline deadline) {
    signal("STOP", List.of(root));
    deadline.await(name + " frozen", () -> ProcFs.isStopped(root));
  }

  /** Stops everything. The main process goes first: once it stands still, nothing new appears. */
  void freeze(Deadline deadline) {
    freezeRoot(deadline);
    deadline.await(name + " frozen whole", () -> signalThose(pid -> !ProcFs.isStopped(pid)));
  }

  /** Lets everything go on, the main process last, so that it finds its children working. */
  void thaw(Deadline deadline) {
    List<Long> pids = new ArrayList<>(members());
    Collections.reverse(pids);
    signal("CONT", pids);
    deadline.await(name + " thawed", () -> members().stream().noneMatch(ProcFs::isStopped));
  }

  /** Kills everything, and waits until nothing of it lives. */
  void kill(Deadline deadline) {
    deadline.await(name + " killed", this::killMembers);
  }

  private boolean killMembers() {
    List<Long> alive = members();
    signal("KILL", alive);
    return alive.isEmpty();
  }

  private boolean signalThose(LongPredicate unstopped) {
    List<Long> running = members().stream().filter(unstopped::test).toList();
    signal("STOP", running);
    return running.isEmpty();
  }

  /** A process that has ended meanwhile makes kill fail: the callers look at what is left. */
  private static void signal(String signal, Collection<Long> pids) {
    if (!pids.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill \"$@\"", "kill"));
      command.add("-" + signal);
      pids.forEach(pid -> command.add(pid.toString()));
      ShortCommand.run(command);
    }
  }
}
