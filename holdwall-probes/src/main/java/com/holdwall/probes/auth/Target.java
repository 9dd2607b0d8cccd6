package com.holdwall.probes.auth;

import java.time.Duration;
import java.time.Instant;

/** Something that a check looks at. Used by one thread at a time. */
interface Target {

  /** Its name in reports. */
  String name();

  /** Looks, within a limit. */
  Look look(Duration limit, Instant at);

  /** What it says about a check that hangs: what is being asked now gives no answer. */
  Look hanging(Duration elapsed);
}
