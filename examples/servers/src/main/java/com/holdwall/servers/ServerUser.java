package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * The user as which a server runs: this JVM's own, or nobody (65534) where the JVM runs as root and
 * the server refuses to. Also ties a server's life to the JVM's, where setpriv can. Immutable and
 * thread-safe.
 */
final class ServerUser {

  private static final int ROOT = 0;
  private static final int NOBODY = 65_534;

  /** With it the kernel kills the server when the JVM dies, even by kill -9. */
  private static final List<String> DIE_WITH_JVM = List.of("setpriv", "--pdeathsig", "KILL");

  private static final boolean CAN_DIE_WITH_JVM = ShortCommand.run(with("true")) == 0;

  private final boolean dropsRoot;

  private ServerUser(boolean dropsRoot) {
    this.dropsRoot = dropsRoot;
  }

  /** The user that this JVM runs as. */
  static ServerUser own() {
    return new ServerUser(false);
  }

  /**
   * The user that this JVM runs as, but nobody instead of root.
   *
   * @throws ServerException if the JVM runs as root and has no setpriv to become nobody
   */
  static ServerUser neverRoot() {
    boolean root = ProcFs.ownUid() == ROOT;
    if (root && !CAN_DIE_WITH_JVM) {
      throw new ServerException(
          "this JVM runs as root, the server refuses to, and setpriv (util-linux 2.33 or later)"
              + " is not on the PATH: install it or run as an ordinary user");
    }
    return new ServerUser(root);
  }

  /** The command line that runs the given program as this user. */
  List<String> command(List<String> program) {
    if (!CAN_DIE_WITH_JVM) {
      return List.copyOf(program);
    }
    List<String> command = new ArrayList<>(DIE_WITH_JVM);
    if (dropsRoot) {
      command.addAll(
          List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"));
    }
    command.addAll(program);
    return command;
  }

  /** The user's and its group's id, as a container takes them. */
  String id() {
    int id = dropsRoot ? NOBODY : ProcFs.ownUid();
    return id + ":" + id;
  }

  private static List<String> with(String program) {
    List<String> command = new ArrayList<>(DIE_WITH_JVM);
    command.add(program);
    return command;
  }

  /** Gives a file or folder that this JVM made to this user. */
  void own(Path path) throws IOException {
    if (dropsRoot) {
      Files.setAttribute(path, "unix:gid", NOBODY);
      Files.setAttribute(path, "unix:uid", NOBODY);
    }
  }

  /**
   * Checks that this user can reach what lies in the folder.
   *
   * @throws ServerException if the folder or one above it is closed to other users
   */
  void requireReach(Path folder) throws IOException {
    for (Path at = folder; dropsRoot && at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new ServerException(
            "the server runs as uid "
                + NOBODY
                + ", which may not enter "
                + at
                + ": set -Djava.io.tmpdir to a folder whose parents are all open (o+x)");
      }
    }
  }
}
