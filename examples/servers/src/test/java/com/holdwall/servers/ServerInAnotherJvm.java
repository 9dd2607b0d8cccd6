package com.holdwall.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/** A program that starts a server and never ends by itself. */
final class ServerInAnotherJvm {

  private ServerInAnotherJvm() {}

  /**
   * Starts a server from a thread that ends, as a test's pool thread may.
   *
   * @param arguments the file that gets the postmaster's process id
   */
  public static void main(String[] arguments) throws Exception {
    Thread starter = new Thread(() -> report(PostgresServer.launch(), Path.of(arguments[0])));
    starter.start();
    starter.join();
    new CountDownLatch(1).await();
  }

  private static void report(PostgresServer server, Path file) {
    try {
      Path draft = file.resolveSibling("draft");
      Files.writeString(draft, server.pids().get(0).toString());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
