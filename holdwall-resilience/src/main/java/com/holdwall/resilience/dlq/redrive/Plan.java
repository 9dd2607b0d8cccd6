package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Disposition;
import java.util.Set;

/** What to do with a letter; a pure decision. */
record Plan(RedriveEntry.Action action, String target, String reason) {

  /**
   * Decides.
   *
   * @param allowed topics that letters may go to; empty for the letter's own source only
   * @param maxReplays how often a letter may be put back
   */
  static Plan of(Letter letter, Set<String> allowed, int maxReplays) {
    DeadLetterInfo info = letter.info().orElse(null);
    if (info == null) {
      return refused("it has no headers of a dead letter");
    }
    if (info.disposition() == Disposition.POINTER) {
      return refused("it holds no payload: read " + info.id() + " from its source");
    }
    if (!allowed.contains(info.topic())) {
      return refused("topic " + info.topic() + " is not among the allowed ones " + allowed);
    }
    if (info.replayCount() >= maxReplays) {
      return new Plan(RedriveEntry.Action.PARKED, "parked." + info.topic(), "");
    }
    return new Plan(RedriveEntry.Action.REPLAYED, info.topic(), "");
  }

  private static Plan refused(String reason) {
    return new Plan(RedriveEntry.Action.REFUSED, "", reason);
  }
}
