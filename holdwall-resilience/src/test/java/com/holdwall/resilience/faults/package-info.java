/** Faults for tests of guarded code; shipped as this module's test-jar. */
@NullMarked
package com.holdwall.resilience.faults;

import org.jspecify.annotations.NullMarked;
