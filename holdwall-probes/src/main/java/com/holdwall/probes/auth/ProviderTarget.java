package com.holdwall.probes.auth;

import com.holdwall.probes.auth.Discovery.BadDocumentException;
import com.holdwall.probes.auth.Jwk.BadKeyException;
import com.holdwall.probes.client.ProbeAnswer;
import com.holdwall.probes.client.ProbeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A provider: its configuration, its keys, and a token now and then. */
final class ProviderTarget implements Target {

  private static final AuthFinding CONFIGURATION = AuthFinding.DISCOVERY_FAILING;
  private static final AuthFinding KEYS = AuthFinding.JWKS_FAILING;
  private static final AuthFinding TOKEN = AuthFinding.TOKEN_ENDPOINT_FAILING;

  private final OidcProvider provider;
  private final Asking asking;
  private final KeyHistory history = new KeyHistory();
  private final TokenWatch tokens;
  private volatile AuthFinding now = CONFIGURATION;
  private volatile int keys = -1;

  ProviderTarget(OidcProvider provider, Asking asking, TokenWatch tokens) {
    this.provider = provider;
    this.asking = asking;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return provider.name();
  }

  /** How many keys can be used; negative if unknown. May be read by any thread. */
  int keys() {
    return keys;
  }

  long rotations() {
    return history.rotations();
  }

  @Override
  public Look look(Duration limit, Instant at) {
    long start = System.nanoTime();
    Look look = new Look(name());
    keys = -1;
    now = CONFIGURATION;
    Optional<Discovery> discovery = discovery(look, limit);
    if (discovery.isEmpty()) {
      return look.unknown(KEYS, "its configuration is not known")
          .unknown(TOKEN, "its configuration is not known");
    }
    boolean more = tokens.due();
    Duration left = limit.minusNanos(System.nanoTime() - start);
    now = KEYS;
    keys(look, discovery.get(), more ? left.dividedBy(2) : left, at);
    now = TOKEN;
    tokens.look(look, discovery.get(), limit.minusNanos(System.nanoTime() - start));
    return look;
  }

  private Optional<Discovery> discovery(Look look, Duration limit) {
    Optional<String> body =
        ok(look, CONFIGURATION, ProbeRequest.get(provider.configuration()), limit);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try {
      Discovery discovery = Discovery.of(body.get(), provider.issuer());
      look.absent(CONFIGURATION, "configuration is valid");
      return Optional.of(discovery);
    } catch (BadDocumentException bad) {
      look.found(CONFIGURATION, bad.words());
      return Optional.empty();
    }
  }

  private void keys(Look look, Discovery discovery, Duration limit, Instant at) {
    Optional<String> body = ok(look, KEYS, ProbeRequest.get(discovery.jwks()), limit);
    if (body.isEmpty()) {
      return;
    }
    try {
      KeySet set = KeySet.of(body.get());
      history.add(set.keys(), at);
      keys = set.keys().size();
      look.absent(KEYS, words(set));
    } catch (BadKeyException bad) {
      look.found(KEYS, "its keys: " + bad.words());
    }
  }

  private String words(KeySet set) {
    return set.keys().size()
        + (set.keys().size() == 1 ? " key" : " keys")
        + (set.ignored() == 0 ? "" : ", " + set.ignored() + " of other kinds")
        + (history.lastChange().isEmpty() ? "" : ", " + history.lastChange());
  }

  /** The body of an answer with status 200, whose date shows the provider's clock. */
  private Optional<String> ok(
      Look look, AuthFinding finding, ProbeRequest request, Duration limit) {
    Optional<ProbeAnswer> answer = asking.ask(look, finding, request, limit);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    ClockSkew.of(answer.get(), asking.now()).ifPresent(look::skew);
    if (answer.get().status() != 200) {
      look.found(finding, "HTTP " + answer.get().status() + " for " + request);
      return Optional.empty();
    }
    return Optional.of(answer.get().body());
  }

  @Override
  public Look hanging(Duration elapsed) {
    AuthFinding hanging = now;
    Look look = new Look(name());
    for (AuthFinding finding : new AuthFinding[] {CONFIGURATION, KEYS, TOKEN}) {
      if (finding == hanging) {
        look.found(finding, "no answer for " + elapsed.toMillis() + " ms");
      } else {
        look.unknown(finding, "the check hangs");
      }
    }
    return look;
  }
}
