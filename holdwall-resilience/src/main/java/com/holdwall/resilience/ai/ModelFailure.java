package com.holdwall.resilience.ai;

import com.holdwall.resilience.RetryAfter;
import com.holdwall.resilience.internal.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a failed call of a model means. Immutable.
 *
 * @param error its class
 * @param retryAfter what the provider asked for; null if nothing
 */
public record ModelFailure(ModelError error, @Nullable RetryAfter retryAfter) {

  private static final List<String> TOO_LONG =
      List.of("context_length_exceeded", "prompt is too long", "maximum context length");
  private static final List<String> POLICY =
      List.of("content_filter", "content_policy", "responsibleaipolicyviolation");
  private static final List<String> NO_CREDIT =
      List.of("insufficient_quota", "billing_hard_limit", "credit balance is too low");

  /** Checks the parts. */
  public ModelFailure {
    Objects.requireNonNull(error, "error must not be null");
  }

  /**
   * A failure without a wish of the provider.
   *
   * @param error its class
   * @return the failure
   */
  public static ModelFailure of(ModelError error) {
    return new ModelFailure(error, null);
  }

  /**
   * Reads an HTTP answer, by the codes of the OpenAI, Azure and Anthropic APIs: 401 to 404 deny
   * access, as do the codes for no credit with any status; 413 and {@code context_length_exceeded}
   * are too long; {@code content_filter} and {@code content_policy_violation} are the policy; 408
   * is a timeout; 429 is the rate; 5xx (with Anthropic's 529) is the server; other 4xx are an
   * invalid request.
   *
   * @param status the status; 200 to 299 stands for an answer that made no sense
   * @param body the body or its error code; only searched, never kept; may be empty
   * @param header finds a header by its lower-case name; answers null where there is none
   * @return what it means
   */
  public static ModelFailure ofHttp(
      int status, String body, UnaryOperator<@Nullable String> header) {
    RetryAfter asked = RetryAfter.parse(header, Instant.now()).orElse(null);
    return new ModelFailure(error(status, body), asked);
  }

  private static ModelError error(int status, String body) {
    if (status >= 400 && status <= 499) {
      ModelError named = named(body.toLowerCase(Locale.ROOT));
      return named == null ? ofClientStatus(status) : named;
    }
    return ModelError.SERVER_ERROR;
  }

  private static @Nullable ModelError named(String body) {
    if (contains(body, NO_CREDIT)) {
      return ModelError.ACCESS_DENIED;
    }
    if (contains(body, TOO_LONG)) {
      return ModelError.CONTEXT_TOO_LONG;
    }
    return contains(body, POLICY) ? ModelError.CONTENT_POLICY : null;
  }

  private static boolean contains(String body, List<String> codes) {
    return codes.stream().anyMatch(body::contains);
  }

  private static ModelError ofClientStatus(int status) {
    return switch (status) {
      case 401, 402, 403, 404 -> ModelError.ACCESS_DENIED;
      case 408 -> ModelError.TIMEOUT;
      case 413 -> ModelError.CONTEXT_TOO_LONG;
      case 429 -> ModelError.RATE_LIMITED;
      default -> ModelError.INVALID_REQUEST;
    };
  }

  /** How long the provider asked to be left alone, in nanoseconds; 0 if it did not say. */
  long askedNanos() {
    return retryAfter == null ? 0 : Nanos.of(retryAfter.delay());
  }
}
