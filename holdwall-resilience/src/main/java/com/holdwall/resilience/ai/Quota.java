package com.holdwall.resilience.ai;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a provider allows a model per minute: requests and tokens. A call reserves one request and
 * the tokens that it is estimated to use, and puts that right when the provider has counted them.
 * Thread-safe.
 */
final class Quota {

  /** No limit. */
  static final Quota NONE = new Quota(null, null);

  private final @Nullable TokenBucket requests;
  private final @Nullable TokenBucket tokens;

  private Quota(@Nullable TokenBucket requests, @Nullable TokenBucket tokens) {
    this.requests = requests;
    this.tokens = tokens;
  }

  /** Zero is no limit. */
  static Quota of(int requestsPerMinute, int tokensPerMinute, long now) {
    if (requestsPerMinute == 0 && tokensPerMinute == 0) {
      return NONE;
    }
    return new Quota(bucket(requestsPerMinute, now), bucket(tokensPerMinute, now));
  }

  private static @Nullable TokenBucket bucket(int perMinute, long now) {
    return perMinute == 0 ? null : new TokenBucket(perMinute, now);
  }

  boolean tryReserve(long estimate, long now) {
    if (requests != null && !requests.tryTake(1, now)) {
      return false;
    }
    if (tokens != null && !tokens.tryTake(estimate, now)) {
      if (requests != null) {
        requests.give(1, now);
      }
      return false;
    }
    return true;
  }

  /** The request was not sent after all. */
  void cancel(long estimate, long now) {
    if (requests != null) {
      requests.give(1, now);
    }
    reconcile(estimate, 0, now);
  }

  /** The provider has counted what was used. */
  void reconcile(long estimate, long used, long now) {
    if (tokens != null && estimate != used) {
      tokens.give(estimate - used, now);
    }
  }

  /** Reads what the provider says is left, by the headers of OpenAI's API and Anthropic's. */
  void limits(UnaryOperator<@Nullable String> header, long now) {
    atMost(requests, header, "requests", now);
    atMost(tokens, header, "tokens", now);
  }

  private static void atMost(
      @Nullable TokenBucket bucket, UnaryOperator<@Nullable String> header, String what, long now) {
    if (bucket != null) {
      long left = number(header.apply("x-ratelimit-remaining-" + what));
      if (left < 0) {
        left = number(header.apply("anthropic-ratelimit-" + what + "-remaining"));
      }
      if (left >= 0) {
        bucket.atMost(left, now);
      }
    }
  }

  /** A number that is not negative, or -1. */
  private static long number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 18) {
      return -1;
    }
    return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(text) : -1;
  }

  long waitNanos(long estimate, long now) {
    long first = requests == null ? 0 : requests.waitNanos(1, now);
    long second = tokens == null ? 0 : tokens.waitNanos(estimate, now);
    return Math.max(first, second);
  }
}
