package com.holdwall.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An {@link AiProviderStub} as a process of its own, so that it can really be frozen and killed.
 * Thread-safe, like every {@link ServerProcess}.
 */
public final class AiProviderServer extends ManagedServer {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final String key;

  private AiProviderServer(String key) {
    super("ai", ServerUser.own(), START_TIMEOUT);
    this.key = key;
  }

  /**
   * Starts a provider.
   *
   * @param key the key that it wants; for a test only, since it is an argument of the process
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static AiProviderServer launch(String key) {
    AiProviderServer server = new AiProviderServer(key);
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * What the process runs: a stub, until it is killed.
   *
   * @param arguments the key and the port
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String... arguments) throws InterruptedException {
    try (AiProviderStub stub = AiProviderStub.open(arguments[0], Integer.parseInt(arguments[1]))) {
      System.out.println("listening on " + stub.port());
      Thread.currentThread().join();
    }
  }

  @Override
  List<String> command(Path home) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // As a test's class path may stand in the manifest of a jar, not in a property.
    String path =
        new File(
                AiProviderServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath())
            .getPath();
    return List.of(
        java,
        "-Xmx64m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        path,
        AiProviderServer.class.getName(),
        key,
        Integer.toString(port()));
  }

  @Override
  void prepare(Path home, Deadline deadline) throws IOException {}

  @Override
  void repair(Path home) throws IOException {}

  @Override
  void release(Path home) throws IOException {}

  @Override
  boolean answers() {
    return !Loopback.refuses(port());
  }
}
