package com.holdwall.probes.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one check knows of one target: the session endpoint, or a provider. A finding that nothing
 * was said about is unknown. Not thread-safe.
 */
final class Look {

  private final String target;
  private final Map<AuthFinding, String> found = new EnumMap<>(AuthFinding.class);
  private final Map<AuthFinding, String> absent = new EnumMap<>(AuthFinding.class);
  private final Map<AuthFinding, String> unknown = new EnumMap<>(AuthFinding.class);
  private Duration slowest = Duration.ZERO;
  private boolean answered;
  private @Nullable Duration skew;
  private @Nullable Instant certificateEnd;

  Look(String target) {
    this.target = target;
  }

  String target() {
    return target;
  }

  Look found(AuthFinding finding, String words) {
    found.put(finding, words);
    return this;
  }

  Look absent(AuthFinding finding, String words) {
    absent.put(finding, words);
    return this;
  }

  Look unknown(AuthFinding finding, String reason) {
    unknown.put(finding, reason);
    return this;
  }

  /** A request was answered in this time. */
  void answered(Duration took) {
    answered = true;
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
  }

  void skew(Duration seen) {
    skew = skew == null || seen.abs().compareTo(skew.abs()) > 0 ? seen : skew;
  }

  void certificateEnd(Instant end) {
    certificateEnd = certificateEnd == null || end.isBefore(certificateEnd) ? end : certificateEnd;
  }

  Optional<String> found(AuthFinding finding) {
    return Optional.ofNullable(found.get(finding));
  }

  Optional<String> absent(AuthFinding finding) {
    return Optional.ofNullable(absent.get(finding));
  }

  Optional<String> unknown(AuthFinding finding) {
    return Optional.ofNullable(unknown.get(finding));
  }

  Optional<Duration> slowest() {
    return answered ? Optional.of(slowest) : Optional.empty();
  }

  Optional<Duration> skew() {
    return Optional.ofNullable(skew);
  }

  Optional<Instant> certificateEnd() {
    return Optional.ofNullable(certificateEnd);
  }

  /** The gravest that was found, or what else is known, in words. */
  String line() {
    String words =
        found.isEmpty() ? String.join(", ", absent.values()) : String.join("; ", found.values());
    return target + ": " + (words.isEmpty() ? String.join("; ", unknown.values()) : words);
  }
}
