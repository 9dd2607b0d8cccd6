package com.holdwall.probes.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * At most so many routes by name; the rest is one more, called {@code other}. A route's name may
 * come from whoever calls, so it must not be able to fill the memory. Looking up one that is there
 * takes no lock and allocates nothing. Thread-safe.
 */
final class RouteTable {

  static final String OTHER = "other";

  private static final int LONGEST_NAME = 200;

  private final int most;
  private final Function<String, Route> maker;
  private final Map<String, Route> byName = new ConcurrentHashMap<>();
  private final Route other;
  private final LongAdder overflow = new LongAdder();
  private volatile List<Route> all = List.of();

  RouteTable(int most, Function<String, Route> maker) {
    this.most = most;
    this.maker = maker;
    this.other = maker.apply(OTHER);
  }

  Route get(String name) {
    Route known = byName.get(name);
    return known == null ? added(name) : known;
  }

  private Route added(String name) {
    if (byName.size() >= most || name.isBlank() || name.length() > LONGEST_NAME) {
      overflow.increment();
      return other;
    }
    synchronized (this) {
      Route known = byName.get(name);
      if (known != null) {
        return known;
      }
      if (byName.size() >= most) {
        overflow.increment();
        return other;
      }
      Route fresh = maker.apply(name);
      byName.put(name, fresh);
      List<Route> more = new ArrayList<>(all);
      more.add(fresh);
      all = List.copyOf(more);
      return fresh;
    }
  }

  /** In the order of their first requests; {@code other} last, once there was one. */
  List<Route> all() {
    if (overflow.sum() == 0) {
      return all;
    }
    List<Route> more = new ArrayList<>(all);
    more.add(other);
    return more;
  }

  /** How often a route was looked up that is counted as {@code other}. */
  long overflow() {
    return overflow.sum();
  }
}
