package com.holdwall.probes;

import com.holdwall.runbook.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Holds a status that changes too often. Not thread-safe. */
final class FlapGuard {

  private final FlapRule rule;
  private final Deque<Status> last = new ArrayDeque<>();
  private Status before = Status.UNKNOWN;
  private int quiet;
  private boolean holding;
  private Status held = Status.UNKNOWN;

  FlapGuard(FlapRule rule) {
    this.rule = rule;
  }

  /** Takes the status after one more check; returns the one to show. */
  Status take(Status status) {
    quiet = crosses(before, status) ? 0 : quiet + 1;
    before = status;
    last.addLast(status);
    // One more than the window: a window of so many checks has as many steps between them.
    if (last.size() > rule.window() + 1) {
      last.removeFirst();
    }
    if (holding) {
      keepHolding(status);
    } else if (changes() >= rule.changes()) {
      holding = true;
      held = last.stream().reduce(Aggregations::worse).orElse(status);
    }
    return holding ? held : status;
  }

  private void keepHolding(Status status) {
    // What gets worse than anything before must not hide behind the hold.
    held = Aggregations.worse(held, status);
    if (quiet >= rule.calm()) {
      holding = false;
      last.clear();
      last.add(status);
    }
  }

  private int changes() {
    int changes = 0;
    @Nullable Status previous = null;
    for (Status each : last) {
      changes += previous != null && crosses(previous, each) ? 1 : 0;
      previous = each;
    }
    return changes;
  }

  /** Getting worse step by step, as a dying server does, is one change and not several. */
  private static boolean crosses(Status from, Status to) {
    return (from == Status.UP) != (to == Status.UP);
  }

  boolean holding() {
    return holding;
  }

  String reason() {
    return "held at "
        + held
        + ": the status changed "
        + rule.changes()
        + " times within "
        + rule.window()
        + " checks; let go after "
        + rule.calm()
        + " checks without a change";
  }
}
