package com.holdwall.probes;

import com.holdwall.runbook.Status;

/**
 * Turns the answers of single checks into a status that is believed. Not thread-safe.
 *
 * <p>It gets worse on enough failures and better on enough successes, and decides only on an answer
 * that points that way. An unknown answer is believed at once, and the successes start again:
 * missing data never reads as healthy.
 */
final class StatusMachine {

  private final Window downs;
  private final Window failures;
  private final Window ups;
  private final Window serving;
  private Status believed = Status.UNKNOWN;

  StatusMachine(Thresholds thresholds) {
    this.downs = new Window(thresholds.down());
    this.failures = new Window(thresholds.down());
    this.ups = new Window(thresholds.up());
    this.serving = new Window(thresholds.up());
  }

  Status believed() {
    return believed;
  }

  Status take(Status answer) {
    if (answer == Status.UNKNOWN) {
      restartSuccesses();
      believed = Status.UNKNOWN;
      return believed;
    }
    downs.add(answer == Status.DOWN);
    failures.add(answer != Status.UP);
    ups.add(answer == Status.UP);
    serving.add(answer != Status.DOWN);
    Status next =
        switch (answer) {
          case UP -> afterUp();
          case DEGRADED -> afterDegraded();
          case DOWN -> afterDown();
          case UNKNOWN -> believed;
        };
    change(next);
    return believed;
  }

  private Status afterUp() {
    if (ups.met()) {
      return Status.UP;
    }
    return betterThanDown();
  }

  private Status afterDegraded() {
    if (believed == Status.DOWN) {
      return betterThanDown();
    }
    return failures.met() ? Status.DEGRADED : believed;
  }

  private Status afterDown() {
    if (downs.met()) {
      return Status.DOWN;
    }
    return believed != Status.DOWN && failures.met() ? Status.DEGRADED : believed;
  }

  private Status betterThanDown() {
    return believed == Status.DOWN && serving.met() ? Status.DEGRADED : believed;
  }

  private void change(Status next) {
    if (next == believed) {
      return;
    }
    if (next == Status.UP) {
      downs.clear();
      failures.clear();
    } else if (believed == Status.DOWN) {
      downs.clear();
    } else {
      restartSuccesses();
    }
    believed = next;
  }

  private void restartSuccesses() {
    ups.clear();
    serving.clear();
  }
}
