package com.holdwall.probes;

import org.jspecify.annotations.Nullable;

/** One call of a probe, from its start until its thread is back. Guarded by its runner's lock. */
final class ProbeRun {

  /** The call itself. */
  interface Body {
    ProbeResult call() throws Exception;
  }

  final CheckContext context;
  final Body body;
  final boolean isCheck;
  final long startedNanos;
  boolean done;
  boolean expired;

  /** Given up as dead: if its thread comes after all, it calls nothing. */
  boolean forgotten;

  @Nullable Thread thread;
  ProbeTimer.@Nullable Scheduled deadline;

  ProbeRun(CheckContext context, Body body, boolean isCheck, long startedNanos) {
    this.context = context;
    this.body = body;
    this.isCheck = isCheck;
    this.startedNanos = startedNanos;
  }

  /** Calls, and says how it went: comes back with an answer whatever is thrown. */
  Outcome call(Cleaner cleaner) {
    try {
      ProbeResult result = cleaner.clean(body.call());
      return isCheck ? Outcome.answered(result) : Outcome.hung(result);
    } catch (Throwable failure) {
      return Outcome.broken(failure);
    }
  }

  /** Whether its thread is no more, or has not begun by its deadline; it is forgotten then. */
  boolean died() {
    forgotten = !done && (thread == null || !thread.isAlive());
    return forgotten;
  }

  void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
