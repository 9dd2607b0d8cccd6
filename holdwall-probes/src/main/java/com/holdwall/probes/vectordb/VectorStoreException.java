package com.holdwall.probes.vectordb;

import java.util.Objects;

/**
 * A vector database answered, but not with what was asked for. The message is shown to people and
 * holds no secret and nothing of the answer's body.
 */
public final class VectorStoreException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What the answer means. */
  public enum Reason {
    /** The client is refused. */
    REJECTED,
    /** The server does not speak this version of the API. */
    API_VERSION,
    /** The collection is not there. */
    MISSING,
    /** Any other error. */
    FAILED,
    /** Nothing was sent: the credentials cannot be sent. */
    NOT_ASKED
  }

  /** What the answer means. */
  private final Reason reason;

  /**
   * Makes an exception.
   *
   * @param reason what the answer means
   * @param message a sentence's part for a person, such as {@code HTTP 500}
   */
  public VectorStoreException(Reason reason, String message) {
    super(Objects.requireNonNull(message, "message must not be null"));
    this.reason = Objects.requireNonNull(reason, "reason must not be null");
  }

  /** {@return what the answer means} */
  public Reason reason() {
    return reason;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
