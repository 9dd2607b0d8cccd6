package com.holdwall.probes.auth;

import com.holdwall.probes.client.ProbeRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The session endpoint, judged by its body. */
final class SessionTarget implements Target {

  private static final AuthFinding FAILING = AuthFinding.SESSION_ENDPOINT_FAILING;

  private final URI address;
  private final @Nullable Supplier<String> cookie;
  private final Asking asking;

  SessionTarget(URI address, @Nullable Supplier<String> cookie, Asking asking) {
    this.address = address;
    this.cookie = cookie;
    this.asking = asking;
  }

  @Override
  public String name() {
    return "session endpoint";
  }

  @Override
  public Look look(Duration limit, Instant at) {
    Look look = new Look(name());
    ProbeRequest request = ProbeRequest.get(address);
    if (cookie != null) {
      String value = cookie.get();
      if (value == null || !ProbeRequest.fitsHeader(value)) {
        return look.unknown(
            FAILING, "its cookie is empty or fits no header; the endpoint was not asked");
      }
      request = request.header("Cookie", value);
    }
    asking
        .ask(look, FAILING, request, limit)
        .ifPresent(answer -> judge(look, answer.status(), SessionBody.of(answer.body())));
    return look;
  }

  /** Status 200 proves nothing; any other one makes NextAuth's own client throw. */
  private static void judge(Look look, int status, SessionBody body) {
    String words = "HTTP " + status + " with " + body.words();
    if (status / 100 != 2) {
      look.found(FAILING, "HTTP " + status);
    } else if (body.works()) {
      look.absent(FAILING, body.words());
    } else {
      look.found(FAILING, words);
    }
  }

  @Override
  public Look hanging(Duration elapsed) {
    return new Look(name()).found(FAILING, "no answer for " + elapsed.toMillis() + " ms");
  }
}
