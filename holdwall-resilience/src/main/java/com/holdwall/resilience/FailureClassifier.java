package com.holdwall.resilience;

import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Says what a failed attempt means. Implementations are thread-safe and quick. */
@FunctionalInterface
public interface FailureClassifier {

  /**
   * Judges what an attempt threw.
   *
   * @param thrown what it threw
   * @return what that means
   */
  Failure classify(Throwable thrown);

  /**
   * The default: cancellation and interrupts are the caller's; an {@link Error}, a refused call of
   * another guard, a full executor ({@link RejectedExecutionException}), and the exceptions of a
   * programming mistake ({@link IllegalArgumentException}, {@link NullPointerException}, {@link
   * UnsupportedOperationException}, {@link ClassCastException}) are permanent; every other
   * exception is transient.
   *
   * @return the default classifier
   */
  static FailureClassifier standard() {
    return FailureClassifier::standard;
  }

  /**
   * Judges by an HTTP status: 429 is throttling, 408, 425 and 5xx are transient, other 4xx are
   * permanent. What has no status is left to {@link #standard()}. The headers are read as {@link
   * RetryAfter#parse} does.
   *
   * @param status finds the status of what was thrown; answers 0 if there is none
   * @param headers finds the headers of what was thrown, by lower-case name
   * @return the classifier
   */
  static FailureClassifier http(
      ToIntFunction<Throwable> status,
      Function<Throwable, UnaryOperator<@Nullable String>> headers) {
    return thrown -> {
      int code = status.applyAsInt(thrown);
      Failure.Kind kind = ofStatus(code);
      if (kind == null) {
        return standard(thrown);
      }
      return new Failure(kind, RetryAfter.parse(headers.apply(thrown), Instant.now()).orElse(null));
    };
  }

  private static Failure.@Nullable Kind ofStatus(int code) {
    if (code == 429) {
      return Failure.Kind.THROTTLED;
    }
    if (code == 408 || code == 425 || (code >= 500 && code <= 599)) {
      return Failure.Kind.TRANSIENT;
    }
    return code >= 400 && code <= 499 ? Failure.Kind.PERMANENT : null;
  }

  private static Failure standard(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof CancellationException || cause instanceof InterruptedException) {
      return Failure.CANCELLED;
    }
    boolean permanent =
        cause instanceof Error
            || cause instanceof CallRejectedException
            || cause instanceof RejectedExecutionException
            || cause instanceof IllegalArgumentException
            || cause instanceof NullPointerException
            || cause instanceof UnsupportedOperationException
            || cause instanceof ClassCastException;
    return permanent ? Failure.PERMANENT : Failure.TRANSIENT;
  }

  /**
   * Looks through what futures wrap failures in.
   *
   * @param thrown what a future threw
   * @return the failure itself
   */
  static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return wrapper && cause != null ? unwrapped(cause) : thrown;
  }
}
