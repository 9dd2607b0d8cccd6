package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Require;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What to do where a streamed answer breaks off after its first content, when the subscriber has
 * seen a part of it. Immutable.
 *
 * @param <Q> the request
 * @param <T> a part of the answer
 */
public final class AfterFirstToken<Q, T> {

  private static final int MOST_KEPT = 100_000;

  final @Nullable Supplier<? extends T> reset;
  final @Nullable BiFunction<? super Q, ? super List<T>, ? extends Q> rest;
  final int mostKept;

  private AfterFirstToken(
      @Nullable Supplier<? extends T> reset,
      @Nullable BiFunction<? super Q, ? super List<T>, ? extends Q> rest,
      int mostKept) {
    this.reset = reset;
    this.rest = rest;
    this.mostKept = mostKept;
  }

  /**
   * Fails with a {@link BrokenStreamException}. The default: only the subscriber knows whether half
   * an answer may be followed by another one.
   *
   * @param <Q> the request
   * @param <T> a part of the answer
   * @return the policy
   */
  public static <Q, T> AfterFirstToken<Q, T> fail() {
    return new AfterFirstToken<>(null, null, 0);
  }

  /**
   * Sends a part that tells the subscriber to forget what it has, and then another model's answer
   * from its beginning.
   *
   * @param <Q> the request
   * @param <T> a part of the answer
   * @param reset makes that part
   * @return the policy
   */
  public static <Q, T> AfterFirstToken<Q, T> restart(Supplier<? extends T> reset) {
    return new AfterFirstToken<>(Objects.requireNonNull(reset, "reset must not be null"), null, 0);
  }

  /**
   * Asks another model for the rest. Keeps the parts for that, up to 100,000; an answer that breaks
   * off later than that fails.
   *
   * @param <Q> the request
   * @param <T> a part of the answer
   * @param rest makes a request for the rest out of the original one and the parts that came
   * @return the policy
   */
  public static <Q, T> AfterFirstToken<Q, T> continueWith(
      BiFunction<? super Q, ? super List<T>, ? extends Q> rest) {
    return continueWith(rest, MOST_KEPT);
  }

  /**
   * As {@link #continueWith(BiFunction)}, with a limit of one's own.
   *
   * @param <Q> the request
   * @param <T> a part of the answer
   * @param rest makes a request for the rest
   * @param mostKept how many parts to keep; at least 1
   * @return the policy
   */
  public static <Q, T> AfterFirstToken<Q, T> continueWith(
      BiFunction<? super Q, ? super List<T>, ? extends Q> rest, int mostKept) {
    return new AfterFirstToken<>(
        null,
        Objects.requireNonNull(rest, "rest must not be null"),
        Require.atLeastOne("mostKept", mostKept));
  }
}
