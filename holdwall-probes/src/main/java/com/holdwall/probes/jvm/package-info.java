/**
 * Looks at the process's own memory: what is left after collections, what leaks, what the container
 * allows, and how the last process ended. Needs the JDK's module {@code jdk.management}.
 */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.jvm;
