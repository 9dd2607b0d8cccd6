package com.holdwall.oidc;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.OAuth2HttpRouterKt;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.Headers;

/**
 * An OIDC provider that knows one client, and, beside it, the session endpoint of a service. POST
 * to {@code /control/rotate} replaces the signing key, POST to {@code /control/secret} the client's
 * secret, POST to {@code /control/session} what the session endpoint says.
 */
public final class IssuerMain {

  private static final String ISSUER = "default";

  private final RotatingKeys keys = new RotatingKeys();
  private volatile String secret;
  private volatile String session = "null";

  private IssuerMain(String secret) {
    this.secret = secret;
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments the port on 127.0.0.1, and the secret of the client {@code holdwall}
   * @throws Exception if the port cannot be bound
   */
  public static void main(String... arguments) throws Exception {
    IssuerMain issuer = new IssuerMain(arguments[1]);
    // Not the default back end: it took a minute to bind the same port again.
    OAuth2Config config =
        new OAuth2Config(
            false,
            null,
            null,
            false,
            new OAuth2TokenProvider(issuer.keys, Instant::now),
            Set.of(issuer.new OneClient()),
            new NettyWrapper());
    new MockOAuth2Server(config, issuer.routes())
        .start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), Integer.parseInt(arguments[0]));
    Thread.currentThread().join();
  }

  private Route[] routes() {
    return new Route[] {
      OAuth2HttpRouterKt.post("/control/rotate", request -> rotate()),
      OAuth2HttpRouterKt.post("/control/secret", this::secret),
      OAuth2HttpRouterKt.post("/control/session", this::session),
      OAuth2HttpRouterKt.get("/api/auth/session", request -> answer(session))
    };
  }

  private OAuth2HttpResponse rotate() {
    keys.rotate();
    return answer("");
  }

  private OAuth2HttpResponse secret(OAuth2HttpRequest request) {
    secret = body(request);
    return answer("");
  }

  private OAuth2HttpResponse session(OAuth2HttpRequest request) {
    session = body(request);
    return answer("");
  }

  private static String body(OAuth2HttpRequest request) {
    String body = request.getBody();
    return body == null ? "" : body;
  }

  /** As NextAuth does: the status is always 200. */
  private static OAuth2HttpResponse answer(String body) {
    Headers headers =
        Headers.of(
            "Content-Type",
            body.startsWith("<") ? "text/html" : "application/json",
            "Cache-Control",
            "no-store, must-revalidate");
    return new OAuth2HttpResponse(headers, 200, body, null);
  }

  /** Refuses what does not know the client's secret; the server itself accepts anything. */
  private final class OneClient extends DefaultOAuth2TokenCallback {

    OneClient() {
      super(ISSUER);
    }

    @Override
    public String subject(TokenRequest request) {
      ClientAuthentication client = request.getClientAuthentication();
      if (client instanceof ClientSecretBasic basic
          && basic.getClientID().getValue().equals("holdwall")
          && basic.getClientSecret().getValue().equals(secret)) {
        return "holdwall";
      }
      throw new OAuth2Exception(OAuth2Error.INVALID_CLIENT, "unknown client or wrong secret");
    }
  }
}
