/** The console page in a real browser. */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.http.console;
