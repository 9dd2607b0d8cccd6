package com.holdwall.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs small system tools (kill, setpriv, ipcrm) whose output does not matter. Stateless. */
final class ShortCommand {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private ShortCommand() {}

  /**
   * Runs the command to its end.
   *
   * @return its exit code; 127, as a shell would say, where the program does not exist
   * @throws ServerException if it does not end within 30 s, or the thread is interrupted
   */
  static int run(List<String> command) {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return 127;
    }
    return exitCode(process, command);
  }

  private static int exitCode(Process process, List<String> command) {
    try {
      if (process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new ServerException(command + ": no end within " + TIMEOUT.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(command + ": interrupted while waiting", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
