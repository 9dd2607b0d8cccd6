package com.holdwall.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import no.nav.security.mock.oauth2.token.KeyGenerator;
import no.nav.security.mock.oauth2.token.KeyProvider;

/** One signing key, replaced by another of another name on demand. Thread-safe. */
final class RotatingKeys extends KeyProvider {

  private final KeyGenerator generator;
  private final AtomicInteger number = new AtomicInteger();
  private volatile JWK key;

  RotatingKeys() {
    super(List.of(), JWSAlgorithm.RS256.getName());
    generator = new KeyGenerator();
    key = next();
  }

  private JWK next() {
    return generator.generateKey("key-" + number.incrementAndGet());
  }

  void rotate() {
    key = next();
  }

  @Override
  public JWK signingKey(String issuerId) {
    return key;
  }
}
