package com.holdwall.probes;

import com.holdwall.probes.internal.Require;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * When a probe runs, when its answers are believed, and what they may affect. Immutable.
 *
 * @param interval between the starts of two checks; varied by up to a tenth, so that many replicas
 *     do not check at once; 10 s by default. An answer older than two intervals is stale
 * @param deadline how long a check may take before it is abandoned; at most the interval; 3 s by
 *     default
 * @param confirmInterval between checks while a change is being confirmed; at most the interval; a
 *     quarter of the interval by default
 * @param startupGrace how long after the start a failing check counts as "not started yet", unless
 *     one has succeeded; zero by default
 * @param thresholds how many checks a change takes; one by default
 * @param flapping when a status that keeps changing is held
 * @param impact what a bad result may do; nothing by default
 * @param groups the groups that the probe belongs to, sorted; none by default
 */
public record ProbeSettings(
    Duration interval,
    Duration deadline,
    Duration confirmInterval,
    Duration startupGrace,
    Thresholds thresholds,
    FlapRule flapping,
    Impact impact,
    Set<String> groups) {

  private static final Pattern GROUP = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final ProbeSettings DEFAULTS = every(Duration.ofSeconds(10));

  /**
   * Checks the durations and the names of the groups.
   *
   * @throws IllegalArgumentException if the interval, deadline or confirm interval is not longer
   *     than zero, the deadline or the confirm interval is longer than the interval, the grace is
   *     negative, or a group's name is malformed
   */
  public ProbeSettings {
    Require.positive("interval", interval);
    Require.positive("deadline", deadline);
    Require.positive("confirmInterval", confirmInterval);
    atMost("deadline", deadline, interval);
    atMost("confirmInterval", confirmInterval, interval);
    if (startupGrace.isNegative()) {
      throw new IllegalArgumentException(
          "startupGrace must not be negative, but is " + startupGrace);
    }
    Objects.requireNonNull(thresholds, "thresholds must not be null");
    Objects.requireNonNull(flapping, "flapping must not be null");
    Objects.requireNonNull(impact, "impact must not be null");
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
    groups.forEach(ProbeSettings::group);
  }

  /**
   * Makes settings from durations; the rest has its default.
   *
   * @param interval between the starts of two checks
   * @param deadline how long a check may take
   * @param confirmInterval between checks while a change is being confirmed
   * @throws IllegalArgumentException if one of them is not longer than zero, or the deadline or the
   *     confirm interval is longer than the interval
   */
  public ProbeSettings(Duration interval, Duration deadline, Duration confirmInterval) {
    this(
        interval,
        deadline,
        confirmInterval,
        Duration.ZERO,
        Thresholds.immediate(),
        FlapRule.defaults(),
        Impact.none(),
        Set.of());
  }

  /** {@return every 10 s, with a deadline of 3 s, confirmed after 2.5 s} */
  public static ProbeSettings defaults() {
    return DEFAULTS;
  }

  /**
   * Makes settings from an interval.
   *
   * @param interval between the starts of two checks
   * @return the settings: the deadline is 3 s, or seven tenths of a shorter interval, so that a
   *     hang is seen within two intervals; the confirm interval is a quarter of the interval
   * @throws IllegalArgumentException if {@code interval} is not longer than zero
   */
  public static ProbeSettings every(Duration interval) {
    Require.positive("interval", interval);
    Duration most = interval.multipliedBy(7).dividedBy(10);
    Duration three = Duration.ofSeconds(3);
    return new ProbeSettings(
        interval, most.compareTo(three) < 0 ? most : three, interval.dividedBy(4));
  }

  /**
   * Changes the deadline.
   *
   * @param changed how long a check may take
   * @return settings with that deadline
   * @throws IllegalArgumentException if it is not longer than zero, or longer than the interval
   */
  public ProbeSettings withDeadline(Duration changed) {
    return new ProbeSettings(
        interval, changed, confirmInterval, startupGrace, thresholds, flapping, impact, groups);
  }

  /**
   * Changes the start-up grace.
   *
   * @param changed how long a failing check counts as "not started yet"
   * @return settings with that grace
   * @throws IllegalArgumentException if it is negative
   */
  public ProbeSettings withStartupGrace(Duration changed) {
    return new ProbeSettings(
        interval, deadline, confirmInterval, changed, thresholds, flapping, impact, groups);
  }

  /**
   * Changes how many checks a change of status takes.
   *
   * @param changed the thresholds
   * @return settings with those thresholds
   */
  public ProbeSettings withThresholds(Thresholds changed) {
    return new ProbeSettings(
        interval, deadline, confirmInterval, startupGrace, changed, flapping, impact, groups);
  }

  /**
   * Changes when a status that keeps changing is held.
   *
   * @param changed the rule
   * @return settings with that rule
   */
  public ProbeSettings withFlapping(FlapRule changed) {
    return new ProbeSettings(
        interval, deadline, confirmInterval, startupGrace, thresholds, changed, impact, groups);
  }

  /**
   * Changes what a bad result may do.
   *
   * @param changed the impact
   * @return settings with that impact; a registry refuses one that would make an outage worse
   */
  public ProbeSettings withImpact(Impact changed) {
    return new ProbeSettings(
        interval, deadline, confirmInterval, startupGrace, thresholds, flapping, changed, groups);
  }

  /**
   * Adds a group.
   *
   * @param group its name: lower-case words joined by hyphens
   * @return settings with that group too
   * @throws IllegalArgumentException if the name is malformed
   */
  public ProbeSettings inGroup(String group) {
    Set<String> more = new TreeSet<>(groups);
    more.add(group);
    return new ProbeSettings(
        interval, deadline, confirmInterval, startupGrace, thresholds, flapping, impact, more);
  }

  /** {@return how old an answer may get before it is stale: two intervals} */
  public Duration staleAfter() {
    return interval.multipliedBy(2);
  }

  private static void group(String name) {
    if (!GROUP.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "group '" + name + "' must be lower-case words joined by hyphens");
    }
  }

  private static void atMost(String name, Duration value, Duration interval) {
    if (value.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          name + " must not be longer than the interval of " + interval + ", but is " + value);
    }
  }
}
