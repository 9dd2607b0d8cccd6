package com.holdwall.servers;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * mock-oauth2-server in a JVM of its own: an OIDC provider whose issuer is {@code
 * http://127.0.0.1:PORT/default} at whatever port it is asked, with one client {@code holdwall} and
 * one signing key. Beside it answers what a service would: {@code GET /api/auth/session}. A restart
 * brings another key, the first secret and a signed-out session. Thread-safe, like every {@link
 * ServerProcess}.
 */
public final class OidcServer extends ManagedServer {

  /** The only client that it knows. */
  public static final String CLIENT = "holdwall";

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final String MAIN = "com.holdwall.oidc.IssuerMain";

  private final String secret;

  private OidcServer(String secret) {
    super("oidc", ServerUser.own(), START_TIMEOUT);
    this.secret = secret;
  }

  /**
   * Starts a provider.
   *
   * @param secret the client's secret; for a test only, since it is an argument of the process
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static OidcServer launch(String secret) {
    OidcServer server = new OidcServer(secret);
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Replaces the signing key by one of another name.
   *
   * @throws ServerException if the server does not answer
   */
  public void rotateKey() {
    control("rotate", "");
  }

  /**
   * Replaces the client's secret.
   *
   * @param next the secret from now on
   * @throws ServerException if the server does not answer
   */
  public void secret(String next) {
    control("secret", next);
  }

  /**
   * Says what the session endpoint answers, with status 200, whatever it is.
   *
   * @param body the body from now on; {@code null} in JSON at the start
   * @throws ServerException if the server does not answer
   */
  public void session(String body) {
    control("session", body);
  }

  private void control(String what, String body) {
    try {
      int status = send("/control/" + what, "POST", body);
      if (status != 200) {
        throw new ServerException(name() + ": '" + what + "' was answered with " + status);
      }
    } catch (IOException e) {
      throw new ServerException(name() + ": '" + what + "' failed: " + e, e);
    }
  }

  private int send(String path, String method, String body) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + Loopback.HOST + ":" + port() + path).toURL().openConnection();
    connection.setConnectTimeout(1_000);
    connection.setReadTimeout(30_000);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Connection", "close");
    try {
      if (!body.isEmpty()) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/plain");
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  @Override
  List<String> command(Path home) {
    String jars =
        UnpackedJars.folder("holdwall-oidc", "com.holdwall:holdwall-oidc-dist").resolve("*")
            + File.pathSeparator
            + ownJar();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-cp",
        jars,
        MAIN,
        Integer.toString(port()),
        secret);
  }

  /** Where its main class is: found without loading it, since its jars are not here. */
  private static String ownJar() {
    String resource = MAIN.replace('.', '/') + ".class";
    URL url = OidcServer.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new ServerException(MAIN + " is not on the class path");
    }
    String text = url.toString();
    // jar:file:/x.jar!/com/… or file:/classes/com/…
    String place =
        text.startsWith("jar:")
            ? text.substring("jar:".length(), text.indexOf("!/"))
            : text.substring(0, text.length() - resource.length());
    return Path.of(URI.create(place)).toString();
  }

  @Override
  void prepare(Path home, Deadline deadline) throws IOException {}

  @Override
  void repair(Path home) throws IOException {}

  @Override
  void release(Path home) throws IOException {}

  @Override
  boolean answers() {
    try {
      return send("/default/.well-known/openid-configuration", "GET", "") == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
