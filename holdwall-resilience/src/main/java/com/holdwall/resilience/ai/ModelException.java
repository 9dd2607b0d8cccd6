package com.holdwall.resilience.ai;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * For clients without exceptions of their own: a model's answer was an error. It keeps what the
 * error means and no text of the provider, which may quote the prompt or the key.
 */
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What it means. */
  private final transient ModelFailure failure;

  /** The HTTP status, or 0. */
  private final int status;

  private ModelException(String message, ModelFailure failure, int status) {
    super(message);
    this.failure = failure;
    this.status = status;
  }

  /**
   * For an HTTP answer, read by {@link ModelFailure#ofHttp}.
   *
   * @param status its status
   * @param body its body; only searched for error codes, never kept
   * @param header finds a header by its lower-case name; answers null where there is none
   * @return the exception
   */
  public static ModelException http(
      int status, String body, UnaryOperator<@Nullable String> header) {
    ModelFailure failure = ModelFailure.ofHttp(status, body, header);
    return new ModelException("status " + status + ": " + failure.error(), failure, status);
  }

  /**
   * For an answer that broke off or made no sense.
   *
   * @param what the rule that it broke, without any text of the answer
   * @return the exception
   */
  public static ModelException brokenAnswer(String what) {
    Objects.requireNonNull(what, "what must not be null");
    return new ModelException(
        "broken answer: " + what, ModelFailure.of(ModelError.SERVER_ERROR), 0);
  }

  /** {@return what it means} */
  public ModelFailure failure() {
    return failure;
  }

  /** {@return the HTTP status; 0 if there is none} */
  public int status() {
    return status;
  }
}
