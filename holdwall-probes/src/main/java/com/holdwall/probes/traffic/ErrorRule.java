package com.holdwall.probes.traffic;

import java.util.Set;

/** What counts as an error: 5xx, uncaught exceptions, and of the 4xx those that were asked for. */
final class ErrorRule {

  static final int TOO_MANY_REQUESTS = 429;
  static final int CLIENT_GONE = 499;

  private final boolean tooMany;
  private final boolean gone;

  ErrorRule(Set<Integer> clientErrors) {
    this.tooMany = clientErrors.contains(TOO_MANY_REQUESTS);
    this.gone = clientErrors.contains(CLIENT_GONE);
  }

  static boolean server(int status) {
    return status >= 500;
  }

  static boolean timeout(int status, RequestOutcome outcome) {
    return outcome == RequestOutcome.TIMED_OUT || status == 504;
  }

  boolean error(int status, RequestOutcome outcome) {
    return server(status)
        || outcome == RequestOutcome.UNCAUGHT
        || (status == TOO_MANY_REQUESTS && tooMany)
        || (status == CLIENT_GONE && gone);
  }
}
