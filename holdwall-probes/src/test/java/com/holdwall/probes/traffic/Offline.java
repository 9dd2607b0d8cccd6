package com.holdwall.probes.traffic;

import com.holdwall.probes.traffic.Traffic.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The same verdicts from a list of all requests: nothing is aged, bucketed or forgotten. A window
 * of n slices of 10 s holds what came since the beginning of the n-th last slice.
 */
final class Offline {

  /** What a rule says. */
  enum Verdict {
    PRESENT,
    ABSENT,
    UNKNOWN
  }

  private static final long SLICE = Duration.ofSeconds(10).toNanos();

  private final List<Request> requests;
  private final long start;
  private final int[] errors;
  private final int[] timeouts;
  private boolean highBefore;
  private boolean slowBefore;

  Offline(List<Request> requests, long start) {
    this.requests = requests;
    this.start = start;
    this.errors = prefix(Request::error);
    this.timeouts = prefix(Request::timeout);
  }

  private int[] prefix(Predicate<Request> counts) {
    int[] sums = new int[requests.size() + 1];
    for (int i = 0; i < requests.size(); i++) {
      sums[i + 1] = sums[i] + (counts.test(requests.get(i)) ? 1 : 0);
    }
    return sums;
  }

  /** How many requests came before a time. */
  private int before(long time) {
    int low = 0;
    int high = requests.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (requests.get(middle).atNanos() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long opens(long now, Duration window) {
    long slice = (now - start) / SLICE;
    return Math.max(start, start + (slice - window.toNanos() / SLICE + 1) * SLICE);
  }

  private record Sum(int errors, int all) {}

  private Sum sum(long now, Duration window) {
    int from = before(opens(now, window));
    int to = before(now + 1);
    return new Sum(errors[to] - errors[from], to - from);
  }

  Verdict burn(long now, Duration longWindow, Duration shortWindow, double factor) {
    Sum inLong = sum(now, longWindow);
    if (2 * (now - start) < longWindow.toNanos() || inLong.all() < 100) {
      return Verdict.UNKNOWN;
    }
    Sum inShort = sum(now, shortWindow);
    double ratio = (double) inLong.errors() / inLong.all();
    double believed = inLong.errors() >= 20 ? ratio : wilson(inLong);
    double shortRatio = inShort.all() == 0 ? 0 : (double) inShort.errors() / inShort.all();
    boolean both = believed / (1 - 0.999) > factor && shortRatio / (1 - 0.999) > factor;
    return both ? Verdict.PRESENT : Verdict.ABSENT;
  }

  /** The lower root of {@code n (p - ratio)^2 = z^2 p (1 - p)}. */
  private static double wilson(Sum sum) {
    double n = sum.all();
    double p = sum.errors() / n;
    double zz = 1.959964 * 1.959964;
    double a = n + zz;
    double b = -(2 * n * p + zz);
    double c = n * p * p;
    return (-b - Math.sqrt(b * b - 4 * a * c)) / (2 * a);
  }

  Verdict errorRate(long now) {
    Sum sum = sum(now, Duration.ofMinutes(5));
    if (sum.all() < 100) {
      highBefore = false;
      return Verdict.UNKNOWN;
    }
    highBefore = (double) sum.errors() / sum.all() > (highBefore ? 0.005 : 0.01);
    return highBefore ? Verdict.PRESENT : Verdict.ABSENT;
  }

  Verdict latency(long now) {
    double[] minute = millis(now, Duration.ofMinutes(1));
    double[] recent = millis(now, Duration.ofMinutes(5));
    if (minute.length < 100 || recent.length < 100) {
      slowBefore = false;
      return Verdict.UNKNOWN;
    }
    double limit = slowBefore ? 450 : 500;
    slowBefore = p95(minute) > limit && p95(recent) > limit;
    return slowBefore ? Verdict.PRESENT : Verdict.ABSENT;
  }

  private double[] millis(long now, Duration window) {
    return requests.subList(before(opens(now, window)), before(now + 1)).stream()
        .mapToDouble(request -> request.nanos() / 1e6)
        .sorted()
        .toArray();
  }

  private static double p95(double[] sorted) {
    return sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
  }

  /** At least ten in 5 minutes, at twice the rate of the hour. */
  Verdict serverErrorTrend(long now) {
    return trend(now, errors);
  }

  Verdict timeoutTrend(long now) {
    return trend(now, timeouts);
  }

  private Verdict trend(long now, int[] sums) {
    if (now - start < Duration.ofHours(1).toNanos()) {
      return Verdict.UNKNOWN;
    }
    int to = before(now + 1);
    int recent = sums[to] - sums[before(opens(now, Duration.ofMinutes(5)))];
    int hour = sums[to] - sums[before(opens(now, Duration.ofHours(1)))];
    return recent >= 10 && recent / 300.0 >= 2 * (hour / 3600.0) ? Verdict.PRESENT : Verdict.ABSENT;
  }

  static long[] moments(long start, long end, Duration every) {
    long step = every.toNanos();
    long[] all = new long[(int) ((end - start) / step)];
    Arrays.setAll(all, i -> start + (i + 1) * step);
    return all;
  }
}
