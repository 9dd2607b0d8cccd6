package com.holdwall.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt took longer than it was given. The cause is what the interrupted attempt threw. */
public final class CallTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CallTimeoutException(String name, long limitNanos, @Nullable Throwable cause) {
    super(
        "'" + name + "' did not answer within " + Duration.ofNanos(Math.max(0, limitNanos)), cause);
  }
}
