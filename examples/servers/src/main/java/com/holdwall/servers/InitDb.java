package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Creates a PostgreSQL data folder.
 *
 * @param server the server's name, for messages
 * @param user as which initdb runs
 * @param superuser the database's superuser
 */
record InitDb(String server, ServerUser user, String superuser) {

  /**
   * Creates the data folder.
   *
   * @param home belongs to the user
   * @param data does not exist yet, lies in home
   * @param password empty to trust every connection
   * @throws ServerException if initdb fails or does not end in time
   */
  void run(Path home, Path data, String password, Deadline deadline) throws IOException {
    if (password.isEmpty()) {
      run(home, data, List.of("-A", "trust"), deadline);
      return;
    }
    // A file, since other users can read a process's arguments.
    Path file = writePassword(home.resolve("password"), password);
    try {
      run(home, data, List.of("-A", "scram-sha-256", "--pwfile=" + file), deadline);
    } finally {
      Files.delete(file);
    }
  }

  private Path writePassword(Path file, String password) throws IOException {
    Files.createFile(
        file,
        PosixFilePermissions.asFileAttribute(
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
    Files.writeString(file, password + "\n");
    user.own(file);
    return file;
  }

  private void run(Path home, Path data, List<String> authentication, Deadline deadline) {
    List<String> program = new ArrayList<>();
    program.add(PostgresBinaries.folder().resolve("bin/initdb").toString());
    program.addAll(List.of("-D", data.toString(), "-U", superuser, "-E", "UTF8", "--no-locale"));
    program.addAll(List.of("--no-sync", "--no-instructions"));
    program.addAll(authentication);
    OsProcess.launch(server + "-initdb", user.command(program), home).awaitSuccess(deadline);
  }
}
