/**
 * Looks at Redis through a connection of its own: one server, a sentinel's master, or a cluster.
 */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.redis;
