package com.holdwall.probes.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Says what no real provider says on demand: with a certificate of a test's own, with a Date, with
 * broken documents. Knows what it was sent.
 */
final class OidcStub implements AutoCloseable {

  /** An answer. */
  record Reply(int status, String body) {}

  private final HttpServer server;
  private final String scheme;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private volatile String lastSent = "";

  private OidcStub(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  static OidcStub open() {
    return open(null);
  }

  static OidcStub open(@Nullable SSLContext tls) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      HttpServer server;
      if (tls == null) {
        server = HttpServer.create(any, 8);
      } else {
        HttpsServer https = HttpsServer.create(any, 8);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        server = https;
      }
      OidcStub stub = new OidcStub(server, tls == null ? "http" : "https");
      server.createContext("/", stub::handle);
      server.start();
      stub.healthy();
      return stub;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  URI issuer() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  URI session() {
    return URI.create(issuer() + "/api/auth/session");
  }

  void healthy() {
    String base = issuer().toString();
    reply(
        "/.well-known/openid-configuration",
        200,
        "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"authorization_endpoint\":\"%1$s/auth\",\"token_endpoint\":\"%1$s/token\"}"
            .formatted(base));
    reply("/keys", 200, TestKeys.set(TestKeys.EC));
    reply("/token", 200, "{\"access_token\":\"canary-token\",\"token_type\":\"Bearer\"}");
    reply("/api/auth/session", 200, "null");
  }

  void reply(String path, int status, String body) {
    replies.put(path, new Reply(status, body));
  }

  /** The headers and the body of the last request. */
  String lastSent() {
    return lastSent;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    lastSent = exchange.getRequestHeaders().entrySet() + " " + body;
    Reply reply =
        replies.getOrDefault(exchange.getRequestURI().getPath(), new Reply(404, "not found"));
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
