package com.holdwall.resilience.ai;

import com.holdwall.resilience.CallRejectedException;
import com.holdwall.resilience.CallTimeoutException;
import com.holdwall.resilience.FailureClassifier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what calls of models throw, once and in one place. A service adds the exceptions of its
 * client with {@link #with}; the newest rule is asked first, and one that throws is passed over.
 * Immutable; rules must be thread-safe.
 */
public final class ErrorTable {

  private static final System.Logger LOG = System.getLogger(ErrorTable.class.getName());

  private static final ErrorTable STANDARD = new ErrorTable(List.of());

  private final List<Function<? super Throwable, @Nullable ModelFailure>> rules;

  private ErrorTable(List<Function<? super Throwable, @Nullable ModelFailure>> rules) {
    this.rules = rules;
  }

  /**
   * The table without a service's rules: {@link ModelException} says itself what it means; timeouts
   * of the JDK and of this library are {@link ModelError#TIMEOUT}; other I/O failures are {@link
   * ModelError#UNREACHABLE}; refused calls and full executors are {@link ModelError#NOT_SENT};
   * cancellation and interrupts are {@link ModelError#CANCELLED}; an {@link Error} and the
   * exceptions of a programming mistake ({@link IllegalArgumentException}, {@link
   * NullPointerException}, {@link ClassCastException}, {@link UnsupportedOperationException}) are
   * {@link ModelError#INVALID_REQUEST}, since they would be thrown for any model; every other
   * exception is {@link ModelError#SERVER_ERROR}.
   *
   * @return the standard table
   */
  public static ErrorTable standard() {
    return STANDARD;
  }

  /**
   * Adds a rule that is asked before those that are there.
   *
   * @param rule answers null for what it does not know; it is given the failure itself, not what a
   *     future wrapped it in
   * @return a table with that rule
   */
  public ErrorTable with(Function<? super Throwable, @Nullable ModelFailure> rule) {
    Objects.requireNonNull(rule, "rule must not be null");
    List<Function<? super Throwable, @Nullable ModelFailure>> more = new ArrayList<>();
    more.add(rule);
    more.addAll(rules);
    return new ErrorTable(List.copyOf(more));
  }

  /**
   * Adds a rule for a type of exception and what extends it.
   *
   * @param type the type
   * @param error what it means
   * @return a table with that rule
   */
  public ErrorTable with(Class<? extends Throwable> type, ModelError error) {
    ModelFailure failure = ModelFailure.of(error);
    return with(thrown -> type.isInstance(thrown) ? failure : null);
  }

  /**
   * Sorts a failure.
   *
   * @param thrown what a call threw
   * @return what it means
   */
  public ModelFailure classify(Throwable thrown) {
    Throwable cause = FailureClassifier.unwrapped(thrown);
    for (Function<? super Throwable, @Nullable ModelFailure> rule : rules) {
      ModelFailure failure = asked(rule, cause);
      if (failure != null) {
        return failure;
      }
    }
    return cause instanceof ModelException own ? own.failure() : ModelFailure.of(standard(cause));
  }

  private static @Nullable ModelFailure asked(
      Function<? super Throwable, @Nullable ModelFailure> rule, Throwable cause) {
    try {
      return rule.apply(cause);
    } catch (RuntimeException broken) {
      // the class alone: a message may quote what the client threw
      LOG.log(System.Logger.Level.WARNING, "A rule failed: {0}", broken.getClass().getName());
      return null;
    }
  }

  private static ModelError standard(Throwable cause) {
    if (cause instanceof CancellationException || cause instanceof InterruptedException) {
      return ModelError.CANCELLED;
    }
    if (cause instanceof CallRejectedException || cause instanceof RejectedExecutionException) {
      return ModelError.NOT_SENT;
    }
    if (timeout(cause)) {
      return ModelError.TIMEOUT;
    }
    if (cause instanceof IOException) {
      return ModelError.UNREACHABLE;
    }
    return mistake(cause) ? ModelError.INVALID_REQUEST : ModelError.SERVER_ERROR;
  }

  private static boolean timeout(Throwable cause) {
    return cause instanceof CallTimeoutException
        || cause instanceof TimeoutException
        || cause instanceof HttpTimeoutException
        || cause instanceof InterruptedIOException;
  }

  private static boolean mistake(Throwable cause) {
    return cause instanceof Error
        || cause instanceof IllegalArgumentException
        || cause instanceof NullPointerException
        || cause instanceof ClassCastException
        || cause instanceof UnsupportedOperationException;
  }
}
