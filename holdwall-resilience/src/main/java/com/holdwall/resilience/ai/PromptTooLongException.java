package com.holdwall.resilience.ai;

/** A prompt fits no model, and was not sent to any. */
public final class PromptTooLongException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The size of the prompt. */
  private final int tokens;

  /** The most that any model takes. */
  private final int most;

  PromptTooLongException(int tokens, int most) {
    super("The prompt has " + tokens + " tokens, but no model takes more than " + most);
    this.tokens = tokens;
    this.most = most;
  }

  /** {@return the prompt's tokens, as {@link PromptSize} counted them} */
  public int tokens() {
    return tokens;
  }

  /** {@return what the largest model takes} */
  public int most() {
    return most;
  }
}
