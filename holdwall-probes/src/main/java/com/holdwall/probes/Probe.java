package com.holdwall.probes;

import com.holdwall.runbook.RunbookId;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks at one dependency. A registry runs it in the background, never twice at the same time.
 *
 * <p>A probe must not make an outage worse: it does not wait for the resource that it watches,
 * sends little, and does not touch data. {@link #check} may block; it should end within the
 * settings' deadline, and is interrupted and abandoned if it does not.
 */
public interface Probe extends AutoCloseable {

  /**
   * {@return the name: lower-case words joined by hyphens, such as {@code database}; constant. The
   * conditions of the symptoms refer to it}
   */
  String name();

  /** {@return the runbook of the component that this probe looks at} */
  RunbookId runbook();

  /** {@return the settings that fit this probe where a service gives none} */
  default ProbeSettings settings() {
    return ProbeSettings.defaults();
  }

  /**
   * {@return what this probe looks at; {@link Reach#SHARED}, the most careful answer, unless
   * overridden}
   */
  default Reach reach() {
    return Reach.SHARED;
  }

  /**
   * {@return whether a check may block inside native code or a file system call, as on a dead
   * network mount: it then never runs on a virtual thread, whose carrier it would hold; false
   * unless overridden}
   */
  default boolean pinsThread() {
    return false;
  }

  /**
   * Looks. Called on a thread of the registry, one call at a time.
   *
   * @param context when this check started, and how long it may take
   * @return what was seen
   * @throws Exception if the check itself broke; the dependency's health is then unknown
   */
  ProbeResult check(CheckContext context) throws Exception;

  /**
   * Says what it means that a check has not ended by its deadline. Called while {@link #check}
   * still hangs, on another thread, again at each interval until it ends; must not block. This is
   * the place to break what the check hangs on, such as closing its socket.
   *
   * @param context the context of the check that hangs
   * @param elapsed how long the check has been running
   * @return what is known nevertheless; unknown health if this method is not overridden
   */
  default ProbeResult overdue(CheckContext context, Duration elapsed) {
    return ProbeResult.unknown(
        "the check has not ended after " + elapsed.toMillis() + " ms and was abandoned");
  }

  /**
   * Finds what this probe is besides: a registry shows the numbers of a {@code MetricSource} and
   * reads the signals of a {@code SignalReader} without being told to. A probe that stands in front
   * of another one passes the question on.
   *
   * @param type what it may be
   * @return this probe, if it is of that type; empty otherwise
   * @param <T> the type
   */
  default <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /** Gives up what the probe owns. Called once by the registry's close; must not block for long. */
  @Override
  default void close() {}
}
