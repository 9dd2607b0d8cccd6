package com.holdwall.probes.auth;

import com.holdwall.probes.client.ProbeAnswer;
import com.holdwall.probes.client.ProbeClient;
import com.holdwall.probes.client.ProbeFailure;
import com.holdwall.probes.client.ProbeRequest;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sends the requests of all targets, and notes what each answer shows beside what was asked for:
 * time, clock and certificate. Used by one thread at a time.
 */
final class Asking {

  private static final Duration LEAST = Duration.ofMillis(1);

  private final ProbeClient client;
  private final Clock wall;

  Asking(ProbeClient client, Clock wall) {
    this.client = client;
    this.wall = wall;
  }

  /**
   * Asks.
   *
   * @param look what is known so far of the target
   * @param finding what it means if no answer comes
   * @return the answer; empty if none came, and the look says why
   */
  Optional<ProbeAnswer> ask(Look look, AuthFinding finding, ProbeRequest request, Duration limit) {
    Duration most = limit.compareTo(LEAST) < 0 ? LEAST : limit;
    long start = System.nanoTime();
    try {
      ProbeAnswer answer = client.send(request, most);
      look.answered(answer.took());
      answer
          .certificate()
          .map(X509Certificate::getNotAfter)
          .ifPresent(end -> look.certificateEnd(end.toInstant()));
      return Optional.of(answer);
    } catch (IOException failure) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      ProbeFailure meaning = ProbeFailure.of(failure, took, most);
      look.found(finding, meaning.words());
      if (meaning.kind() == ProbeFailure.Kind.CERTIFICATE_EXPIRED) {
        look.certificateEnd(wall.instant());
      }
      return Optional.empty();
    }
  }

  Instant now() {
    return wall.instant();
  }
}
