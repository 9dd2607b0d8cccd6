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

  /**
   * Makes one, for code that limits attempts itself.
   *
   * @param name the target's name
   * @param limit how long the attempt was given
   * @param cause what the interrupted attempt threw; null if nothing
   * @return the exception
   */
  public static CallTimeoutException after(String name, Duration limit, @Nullable Throwable cause) {
    return new CallTimeoutException(name, limit.toNanos(), cause);
  }
}
