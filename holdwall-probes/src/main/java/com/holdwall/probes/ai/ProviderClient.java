package com.holdwall.probes.ai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request on one connection, which is closed after it: so a check also shows whether new
 * connections come up, and leaves nothing behind. Follows no redirect, since the key would go
 * along, and never sends a billed request twice. Used by one thread at a time; {@link #abort} may
 * be called by any.
 */
final class ProviderClient {

  /** A list of all models of a large reseller takes half of it. */
  static final int LONGEST_BODY = 2 * 1024 * 1024;

  private volatile @Nullable HttpURLConnection current;
  private volatile boolean closed;

  ProviderAnswer get(AiProvider provider, String key, Duration deadline) throws IOException {
    return send(provider, key, ApiShape.MODELS, "", deadline);
  }

  ProviderAnswer ask(AiProvider provider, String key, Duration deadline) throws IOException {
    String body = ApiShape.canary(provider.canary().model());
    return send(provider, key, provider.shape().answers(), body, deadline);
  }

  private ProviderAnswer send(
      AiProvider provider, String key, String path, String body, Duration deadline)
      throws IOException {
    long start = System.nanoTime();
    HttpURLConnection connection =
        (HttpURLConnection) provider.address(path).toURL().openConnection();
    current = connection;
    try {
      if (closed) {
        throw new IOException("the probe is closed");
      }
      prepare(connection, provider.shape().headers(key), deadline);
      if (!body.isEmpty()) {
        post(connection, body.getBytes(StandardCharsets.UTF_8));
      }
      int status = status(connection);
      String received = status == 401 ? "" : body(connection, status, start, deadline);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new ProviderAnswer(status, limits(connection), received, took);
    } finally {
      current = null;
      connection.disconnect();
    }
  }

  private static void prepare(
      HttpURLConnection connection, Map<String, String> headers, Duration deadline) {
    int millis = (int) Math.max(1, Math.min(deadline.toMillis(), Integer.MAX_VALUE));
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    headers.forEach(connection::setRequestProperty);
    connection.setRequestProperty("Accept", "application/json");
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("User-Agent", "holdwall-ai-probe");
  }

  private static void post(HttpURLConnection connection, byte[] body) throws IOException {
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
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

  private static String body(
      HttpURLConnection connection, int status, long start, Duration deadline) throws IOException {
    InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    if (in == null) {
      return "";
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[8_192];
    // One byte now and then keeps a read timeout from ever ending it: the deadline is for all.
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      body.write(chunk, 0, n);
      if (System.nanoTime() - start > deadline.toNanos()) {
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

  private static Map<String, String> limits(HttpURLConnection connection) {
    Map<String, String> headers = new TreeMap<>();
    connection
        .getHeaderFields()
        .forEach(
            (name, values) -> {
              if (name != null && RateLimits.about(name)) {
                headers.put(name, values.get(0));
              }
            });
    return RateLimits.kept(headers);
  }

  /** Closes the connection under a request, so that its thread comes back. */
  void abort() {
    HttpURLConnection hanging = current;
    if (hanging != null) {
      hanging.disconnect();
    }
  }

  void close() {
    closed = true;
    abort();
  }
}
