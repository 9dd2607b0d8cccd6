package com.holdwall.probes;

/**
 * Is told of changes. Called on a thread of its own, outside any lock, one event at a time, in
 * order; a slow listener delays no check and no other listener, and an exception is logged and
 * harms nothing else. Up to 1,024 events wait; beyond that, new ones are dropped and counted.
 */
@FunctionalInterface
public interface HealthListener {

  /**
   * Takes one event.
   *
   * @param event what changed
   */
  void onEvent(HealthEvent event);
}
