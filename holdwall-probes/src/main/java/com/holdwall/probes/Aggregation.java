package com.holdwall.probes;

import com.holdwall.runbook.Status;
import java.util.List;
import java.util.Set;

/**
 * How the statuses of several probes make one. Called on the registry's threads and on readers'
 * threads: an implementation must be thread-safe, quick and free of side effects; an exception
 * counts as UNKNOWN.
 */
@FunctionalInterface
public interface Aggregation {

  /**
   * Makes one status of several.
   *
   * @param probes what is known of each; may be empty
   * @return the status of them all
   */
  Status of(List<ProbeHealth> probes);

  /**
   * {@return the default: DOWN if one is down; else DEGRADED if one is degraded; else UNKNOWN if
   * one is unknown or there is none; else UP}
   */
  static Aggregation worst() {
    return Aggregations::worst;
  }

  /**
   * Only some probes can take the whole down, as in Holdwall's own health route, where the database
   * can and the cache cannot.
   *
   * @param names the names of those probes
   * @return DOWN if one of them is down; UNKNOWN if one of them is unknown; else DEGRADED if any
   *     probe at all is not up; else UP; UNKNOWN if there is no probe
   */
  static Aggregation critical(Set<String> names) {
    Set<String> copy = Set.copyOf(names);
    return probes -> Aggregations.critical(copy, probes);
  }
}
