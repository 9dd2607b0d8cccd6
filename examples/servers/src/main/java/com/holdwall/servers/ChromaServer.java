package com.holdwall.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Chroma 1.x from npm's chromadb package, run by Node, on a temporary data folder. Its program is
 * installed at the first start and kept in {@code ~/.cache/holdwall}: that takes npm, its registry
 * and 110 MB, later starts take a second. Data survives {@link #kill()}. Thread-safe, like every
 * {@link ServerProcess}.
 */
public final class ChromaServer extends ManagedServer {

  /** The first start installs. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(6);

  private ChromaServer() {
    super("chroma", ServerUser.own(), START_TIMEOUT);
  }

  /**
   * Starts a server without authentication.
   *
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}, or if this machine cannot run it
   */
  public static ChromaServer launch() {
    ChromaServer server = new ChromaServer();
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Whether this machine can run Chroma: a platform that it has a program for, Node, and the
   * program itself or npm to install it. Starts and installs nothing.
   *
   * @return true if {@link #launch()} has what it needs
   */
  public static boolean available() {
    return ChromaInstall.standard().whyNot().isEmpty();
  }

  @Override
  void prepare(Path home, Deadline deadline) throws IOException {
    ChromaInstall.standard().ensure(deadline);
  }

  @Override
  void repair(Path home) throws IOException {}

  @Override
  void release(Path home) throws IOException {}

  @Override
  List<String> command(Path home) {
    return List.of(
        "node",
        ChromaInstall.standard().program().toString(),
        "run",
        "--host",
        Loopback.HOST,
        "--path",
        home.resolve("data").toString(),
        "--port",
        Integer.toString(port()));
  }

  @Override
  boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://" + Loopback.HOST + ":" + port() + "/api/v2/heartbeat")
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
      connection.setRequestProperty("Connection", "close");
      try {
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
