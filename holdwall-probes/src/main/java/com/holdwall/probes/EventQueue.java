package com.holdwall.probes;

import java.util.List;

/**
 * Hands events to the listeners, each on its own thread, and never makes a check wait. Thread-safe.
 */
final class EventQueue implements AutoCloseable {

  private final List<ListenerLane> lanes;

  EventQueue(List<HealthListener> listeners) {
    this.lanes = listeners.stream().map(ListenerLane::new).toList();
  }

  void add(HealthEvent event) {
    for (ListenerLane lane : lanes) {
      lane.add(event);
    }
  }

  long dropped() {
    return lanes.stream().mapToLong(ListenerLane::dropped).sum();
  }

  @Override
  public void close() {
    lanes.forEach(ListenerLane::close);
  }
}
