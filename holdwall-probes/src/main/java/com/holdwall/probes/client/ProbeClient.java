package com.holdwall.probes.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests one at a time, each on a connection of its own: a check then also shows whether
 * new connections come up, and leaves nothing behind. Follows no redirect, since a secret would go
 * along, and never sends a POST twice. Used by one thread at a time; {@link #abort} may be called
 * by any.
 */
public final class ProbeClient implements AutoCloseable {

  /** More is not read: an answer that a probe needs is much shorter; characters of 8 bits. */
  static final int LONGEST_BODY = 2 * 1024 * 1024;

  private final String agent;
  private final @Nullable SSLContext tls;
  private volatile @Nullable HttpURLConnection current;
  private volatile boolean closed;

  private ProbeClient(String agent, @Nullable SSLContext tls) {
    this.agent = agent;
    this.tls = tls;
  }

  /**
   * Makes a client.
   *
   * @param agent what it calls itself, such as {@code holdwall-auth-probe}
   * @param tls what it trusts; null for what the JVM trusts
   * @return the client
   */
  public static ProbeClient of(String agent, @Nullable SSLContext tls) {
    return new ProbeClient(agent, tls);
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @param request the request
   * @param limit how long all of it may take; a server that sends single bytes now and then within
   *     its header can make it longer, until {@link #abort}
   * @return the answer, whatever its status is
   * @throws IOException if no whole answer came; {@link ProbeFailure#of} says what it means
   */
  public ProbeAnswer send(ProbeRequest request, Duration limit) throws IOException {
    long start = System.nanoTime();
    HttpURLConnection connection = (HttpURLConnection) request.address().toURL().openConnection();
    current = connection;
    try {
      if (closed) {
        throw new IOException("the probe is closed");
      }
      prepare(connection, request, limit);
      if (request.body().length > 0) {
        post(connection, request.body());
      }
      int status = status(connection);
      String body = status == 401 ? "" : body(connection, status, start, limit);
      return new ProbeAnswer(
          status,
          headers(connection),
          body,
          Duration.ofNanos(System.nanoTime() - start),
          certificate(connection));
    } finally {
      current = null;
      connection.disconnect();
    }
  }

  private void prepare(HttpURLConnection connection, ProbeRequest request, Duration limit) {
    int millis = (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json");
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("User-Agent", agent);
    request.headers().forEach(connection::setRequestProperty);
    if (tls != null && connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(tls.getSocketFactory());
    }
  }

  private static void post(HttpURLConnection connection, byte[] body) throws IOException {
    connection.setDoOutput(true);
    // Streamed, because HttpURLConnection repeats a buffered POST when the connection breaks.
    connection.setFixedLengthStreamingMode(body.length);
    connection.getOutputStream().write(body);
  }

  private static int status(HttpURLConnection connection) throws IOException {
    try {
      int status = connection.getResponseCode();
      if (status < 100 || status > 599) {
        throw new IOException("no HTTP answer");
      }
      return status;
    } catch (HttpRetryException refused) {
      return refused.responseCode();
    }
  }

  private static String body(HttpURLConnection connection, int status, long start, Duration limit)
      throws IOException {
    InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    if (in == null) {
      return "";
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[8_192];
    // One byte now and then keeps a read timeout from ever ending it: the limit is for all.
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      body.write(chunk, 0, n);
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new SocketTimeoutException("the answer did not end");
      }
      if (body.size() > LONGEST_BODY) {
        throw new IOException("the answer is too long");
      }
    }
    long announced = connection.getContentLengthLong();
    if (announced >= 0 && body.size() < announced) {
      throw new IOException("the answer broke off");
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(HttpURLConnection connection) {
    Map<String, String> headers = new TreeMap<>();
    connection
        .getHeaderFields()
        .forEach(
            (name, values) -> {
              if (name != null) {
                headers.put(name.toLowerCase(Locale.ROOT), values.get(0));
              }
            });
    return headers;
  }

  private static Optional<X509Certificate> certificate(HttpURLConnection connection)
      throws IOException {
    if (connection instanceof HttpsURLConnection https) {
      Certificate[] chain = https.getServerCertificates();
      return chain[0] instanceof X509Certificate own ? Optional.of(own) : Optional.empty();
    }
    return Optional.empty();
  }

  /** Closes the connection under a request, so that its thread comes back. */
  public void abort() {
    HttpURLConnection hanging = current;
    if (hanging != null) {
      hanging.disconnect();
    }
  }

  /** Aborts, and sends nothing any more. */
  @Override
  public void close() {
    closed = true;
    abort();
  }
}
