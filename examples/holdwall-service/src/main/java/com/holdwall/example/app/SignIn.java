package com.holdwall.example.app;

import com.holdwall.example.app.Api.Answer;
import com.holdwall.probes.auth.AuthStatistics;
import com.holdwall.probes.auth.CallbackOutcome;
import com.holdwall.probes.auth.LoginOutcome;
import com.holdwall.probes.auth.SessionOutcome;
import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs people in at an OpenID provider with a code, and knows their sessions again: by the token
 * that they got, which is verified with the provider's keys. Thread-safe.
 */
public final class SignIn {

  static final String CALLBACK = "/callback/";

  private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
  private static final Pattern ID_TOKEN = Pattern.compile("\"id_token\"\\s*:\\s*\"([^\"]+)\"");
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int SESSIONS = 50;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1).build();

  private final Guard guard =
      Guard.named("signin")
          .retry(Backoff.exponential(Duration.ofMillis(50)))
          .deadline(LIMIT.plusSeconds(1))
          .build();

  private final AuthStatistics statistics = AuthStatistics.of(ShortWindows.WINDOW);
  private final LinkedBlockingDeque<String> sessions = new LinkedBlockingDeque<>(SESSIONS);
  private final URI issuer;
  private final String client;
  private final Supplier<String> secret;
  private final TokenKeys keys;

  SignIn(Dependencies.Issuer provider) {
    this.issuer = provider.issuer();
    this.client = provider.client();
    this.secret = provider.secret();
    this.keys = new TokenKeys(() -> get(issuer + "/jwks"));
  }

  /** Asks the provider where to send people, as Auth.js does for each of them. */
  Answer login(String own) throws IOException, InterruptedException {
    try {
      get(issuer + "/.well-known/openid-configuration");
    } catch (IOException down) {
      statistics.login(LoginOutcome.FAILED);
      throw down;
    }
    return Answer.redirect(
        issuer
            + "/authorize?response_type=code&scope=openid&state=s&client_id="
            + client
            + "&redirect_uri="
            + URLEncoder.encode(own + CALLBACK, StandardCharsets.UTF_8));
  }

  /** The provider sends people back with a code. */
  Answer callback(String own, String query) throws IOException, InterruptedException {
    boolean done = false;
    try {
      Matcher code = CODE.matcher(query);
      if (!code.find()) {
        throw new IOException("the provider sent no code");
      }
      String token = exchange(code.group(1), own);
      keys.verify(token);
      remember(token);
      done = true;
      return Answer.ok("signed in");
    } finally {
      statistics.callback(done ? CallbackOutcome.SUCCESS : CallbackOutcome.FAILED);
      statistics.login(done ? LoginOutcome.SUCCESS : LoginOutcome.FAILED);
    }
  }

  private String exchange(String code, String own) throws IOException, InterruptedException {
    String form =
        "grant_type=authorization_code&code="
            + code
            + "&redirect_uri="
            + URLEncoder.encode(own + CALLBACK, StandardCharsets.UTF_8);
    byte[] login = (client + ":" + secret.get()).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + "/token"))
            .timeout(LIMIT)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", "Basic " + Base64.getEncoder().encodeToString(login))
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    // A kept connection that the provider closes meanwhile fails a POST, which the client does not
    // send again by itself, as it does a GET. A code that was used is refused, not used twice.
    Matcher token = ID_TOKEN.matcher(guarded(request));
    if (!token.find()) {
      throw new IOException("the provider's answer holds no token");
    }
    return token.group(1);
  }

  private void remember(String token) {
    while (!sessions.offerFirst(token)) {
      sessions.pollLast();
    }
  }

  /** Somebody comes back with a session of lately: the oldest one, which then is the newest. */
  Answer account() throws InterruptedException {
    String session = sessions.pollLast();
    if (session == null) {
      return Answer.ok("nobody is signed in");
    }
    remember(session);
    try {
      keys.verify(session);
      statistics.session(SessionOutcome.VALID);
      return Answer.ok("signed in");
    } catch (IOException unreadable) {
      statistics.session(SessionOutcome.UNREADABLE);
      return Answer.status(401);
    }
  }

  /** Forgets all sessions: their people sign in again. */
  public void clearSessions() {
    sessions.clear();
  }

  /** Reads may be sent again; a code may be exchanged once. */
  private String get(String address) throws IOException, InterruptedException {
    return guarded(HttpRequest.newBuilder(URI.create(address)).timeout(LIMIT).build());
  }

  private String guarded(HttpRequest request) throws IOException, InterruptedException {
    try {
      return guard.call(() -> body(request));
    } catch (IOException | InterruptedException | RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException("a request threw something else", impossible);
    }
  }

  private String body(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the provider answered with status " + answer.statusCode());
    }
    return answer.body();
  }

  void tell(Primitives.Builder primitives) {
    primitives.count("questions to the provider sent again", guard.counts().retries());
  }

  AuthStatistics statistics() {
    return statistics;
  }
}
