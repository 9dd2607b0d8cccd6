package com.holdwall.resilience.internal;

import java.util.function.Consumer;

/** Tells a listener, whose own mistakes must not become the call's. */
public final class Listeners {

  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

  private Listeners() {}

  public static <E> void tell(Consumer<? super E> listener, E event) {
    try {
      listener.accept(event);
    } catch (RuntimeException broken) {
      // the class alone: a message may quote what the listener was told
      LOG.log(System.Logger.Level.WARNING, "A listener failed: {0}", broken.getClass().getName());
    }
  }
}
