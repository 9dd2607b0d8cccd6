package com.holdwall.probes.ai;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one check knows of one provider.
 *
 * @param provider its name
 * @param known whether anything is known at all; if not, the words say why
 * @param finding what is wrong; empty if nothing is
 * @param words one sentence for a person, without a secret
 * @param took how long the free check took, if one was answered
 * @param limits the headers about limits, if an answer had any
 */
record ProviderState(
    String provider,
    boolean known,
    Optional<AiFinding> finding,
    String words,
    Optional<Duration> took,
    Map<String, String> limits) {

  static ProviderState unknown(AiProvider provider, String reason) {
    return new ProviderState(
        provider.name(), false, Optional.empty(), reason, Optional.empty(), Map.of());
  }

  static ProviderState works(AiProvider provider, String words) {
    return new ProviderState(
        provider.name(), true, Optional.empty(), words, Optional.empty(), Map.of());
  }

  static ProviderState works(AiProvider provider, ProviderAnswer answer) {
    return new ProviderState(
        provider.name(),
        true,
        Optional.empty(),
        "answers in " + answer.took().toMillis() + " ms",
        Optional.of(answer.took()),
        answer.headers());
  }

  static ProviderState found(AiProvider provider, AiFinding finding, String words) {
    return new ProviderState(
        provider.name(), true, Optional.of(finding), words, Optional.empty(), Map.of());
  }

  ProviderState with(Optional<Duration> answeredIn, Map<String, String> headers) {
    return new ProviderState(provider, known, finding, words, answeredIn, headers);
  }

  boolean down() {
    return finding.isPresent() && finding.get().down();
  }

  String line() {
    return provider + ": " + words;
  }
}
