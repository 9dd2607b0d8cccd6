package com.holdwall.resilience.ai;

import org.jspecify.annotations.Nullable;

/** The classes of failures, and what follows from each: the rows of the {@link ErrorTable}. */
public enum ModelError {

  /** The request is wrong (400, 422, other 4xx): no other model would take it. Thrown at once. */
  INVALID_REQUEST(Then.STOP, ModelOutcome.CALLER_ERROR),

  /** The prompt is too long for this model (413): only models with a larger context are asked. */
  CONTEXT_TOO_LONG(Then.LARGER_MODELS, ModelOutcome.CALLER_ERROR),

  /** The provider's content policy refuses the prompt: only the policy's own chain is asked. */
  CONTENT_POLICY(Then.POLICY_CHAIN, ModelOutcome.CALLER_ERROR),

  /**
   * The provider refuses this client: a wrong key, no credit, an unknown model (401 to 404). Cools
   * the model for 10 minutes.
   */
  ACCESS_DENIED(Then.NEXT_MODEL, ModelOutcome.REJECTED),

  /** Too many requests (429): cools the model for its Retry-After, up to 60 s, and 5 s at least. */
  RATE_LIMITED(Then.NEXT_MODEL, ModelOutcome.RATE_LIMITED),

  /**
   * No answer in time (also 408). Counts against the breaker, unless only the caller's own deadline
   * was too short for the model.
   */
  TIMEOUT(Then.NEXT_MODEL, ModelOutcome.TIMEOUT),

  /** The provider failed (5xx), or its answer broke off or made no sense. Counts, as above. */
  SERVER_ERROR(Then.NEXT_MODEL, ModelOutcome.SERVER_ERROR),

  /** The provider could not be reached. Counts, as above. */
  UNREACHABLE(Then.NEXT_MODEL, ModelOutcome.SERVER_ERROR),

  /** The request was not sent: the model's own guard refused. Says nothing about the model. */
  NOT_SENT(Then.NEXT_MODEL, null),

  /** The caller cancelled or was interrupted. Says nothing about the model; thrown at once. */
  CANCELLED(Then.STOP, null);

  private final Then then;
  private final @Nullable ModelOutcome outcome;

  ModelError(Then then, @Nullable ModelOutcome outcome) {
    this.then = then;
    this.outcome = outcome;
  }

  /** Who is asked after a failure. */
  public enum Then {
    /** Nobody: the failure is thrown as it is. */
    STOP,
    /** The next model. */
    NEXT_MODEL,
    /** Models whose declared context is larger than that of the one that failed. */
    LARGER_MODELS,
    /** The models of {@link ModelRouterBuilder#onContentPolicy}. */
    POLICY_CHAIN
  }

  /** {@return who is asked next} */
  public Then then() {
    return then;
  }

  /** {@return how statistics count it; null if they do not} */
  public @Nullable ModelOutcome outcome() {
    return outcome;
  }

  /** Whether the model's breaker counts it as a failure. */
  boolean counts() {
    return this == TIMEOUT || this == SERVER_ERROR || this == UNREACHABLE;
  }
}
