package com.holdwall.runbook;

/** What a diagnosis step runs: read-only by construction. Immutable. */
public sealed interface Check {

  /**
   * An HTTP request to the service.
   *
   * @param method {@code GET} or {@code HEAD}
   * @param target the path and query, from {@code /}
   */
  record HttpCheck(String method, String target) implements Check {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the method is not GET or HEAD, or the target does not
     *     start with {@code /}
     */
    public HttpCheck {
      if (!method.equals("GET") && !method.equals("HEAD")) {
        throw new IllegalArgumentException(
            "a diagnosis step's HTTP method must be GET or HEAD, but is '" + method + "'");
      }
      if (!target.startsWith("/")) {
        throw new IllegalArgumentException("HTTP target '" + target + "' must start with '/'");
      }
    }
  }

  /**
   * A command.
   *
   * @param command a command that changes nothing
   */
  record CommandCheck(Command command) implements Check {
    /**
     * Checks the command's safety.
     *
     * @throws IllegalArgumentException if the command is not {@link SafetyClass#READ_ONLY}
     */
    public CommandCheck {
      if (command.safety().isAtLeast(SafetyClass.MUTATING)) {
        throw new IllegalArgumentException(
            "a diagnosis step's command must be READ_ONLY, but '"
                + command.display()
                + "' is "
                + command.safety());
      }
    }
  }

  /** Something that a person looks at. */
  record ManualCheck() implements Check {}
}
