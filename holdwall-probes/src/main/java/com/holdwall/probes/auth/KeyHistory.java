package com.holdwall.probes.auth;

import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Notices when a provider changes its keys: that is what providers do, and no fault. Used by one
 * thread at a time.
 */
final class KeyHistory {

  private static final int MOST_SEEN = 200;

  /** All names that were ever there, as far back as is worth knowing. */
  private final Set<String> seen = new LinkedHashSet<>();

  private @Nullable Map<String, PublicKey> now;
  private String lastChange = "";
  private final AtomicLong rotations = new AtomicLong();

  void add(Map<String, PublicKey> keys, Instant at) {
    Map<String, PublicKey> before = now;
    now = keys;
    if (before != null && !before.equals(keys)) {
      rotations.incrementAndGet();
      lastChange =
          "keys changed at " + at.truncatedTo(ChronoUnit.SECONDS) + ": " + changes(before, keys);
    }
    seen.addAll(keys.keySet());
    while (seen.size() > MOST_SEEN) {
      seen.remove(seen.iterator().next());
    }
  }

  private String changes(Map<String, PublicKey> before, Map<String, PublicKey> keys) {
    List<String> words = new ArrayList<>();
    keys.forEach(
        (name, key) -> {
          PublicKey old = before.get(name);
          if (old == null) {
            words.add(name + (seen.contains(name) ? " is back" : " is new"));
          } else if (!old.equals(key)) {
            words.add(name + " is another key of the same name, which caches will not notice");
          }
        });
    before.keySet().stream()
        .filter(name -> !keys.containsKey(name))
        .forEach(name -> words.add(name + " is gone"));
    return String.join(", ", words);
  }

  /** How often the keys changed since the first look. May be read by any thread. */
  long rotations() {
    return rotations.get();
  }

  /** The last change in a sentence; empty if there was none. */
  String lastChange() {
    return lastChange;
  }
}
