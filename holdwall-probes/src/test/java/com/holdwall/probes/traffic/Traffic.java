package com.holdwall.probes.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generated requests of one kind of day, in the order of their times. */
final class Traffic {

  /** A request: when it ended, since the start, and how. */
  record Request(long atNanos, int status, long nanos, RequestOutcome outcome) {

    boolean error() {
      return status >= 500 || outcome == RequestOutcome.UNCAUGHT;
    }

    boolean timeout() {
      return status == 504 || outcome == RequestOutcome.TIMED_OUT;
    }
  }

  /** What requests are like between two times. */
  record Phase(Duration until, double perSecond, double errorRatio, double medianMillis) {}

  private final Random random;
  private final List<Request> requests = new ArrayList<>();

  private Traffic(long seed) {
    this.random = new Random(seed);
  }

  static List<Request> of(long seed, List<Phase> phases) {
    Traffic traffic = new Traffic(seed);
    double seconds = 0;
    for (Phase phase : phases) {
      while (seconds < phase.until().toSeconds()) {
        seconds += -Math.log(1 - traffic.random.nextDouble()) / phase.perSecond();
        traffic.request((long) (seconds * 1e9), phase);
      }
    }
    return traffic.requests;
  }

  private void request(long at, Phase phase) {
    double millis = Math.exp(random.nextGaussian() * 0.5) * phase.medianMillis();
    long nanos = (long) (millis * 1e6);
    if (random.nextDouble() >= phase.errorRatio()) {
      int status = random.nextInt(20) == 0 ? 404 : 200;
      requests.add(new Request(at, status, nanos, RequestOutcome.ANSWERED));
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> requests.add(new Request(at, 504, nanos, RequestOutcome.ANSWERED));
      case 1 -> requests.add(new Request(at, 500, nanos, RequestOutcome.TIMED_OUT));
      case 2 -> requests.add(new Request(at, 0, nanos, RequestOutcome.UNCAUGHT));
      default -> requests.add(new Request(at, 503, nanos, RequestOutcome.ANSWERED));
    }
  }
}
