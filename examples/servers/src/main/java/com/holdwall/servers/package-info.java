/**
 * Real servers as child processes, and a TCP proxy that breaks connections to them on purpose.
 *
 * <p>{@link com.holdwall.servers.ServerProcess} is the one abstraction: start, freeze, thaw, kill,
 * restart on the same port and data, close. {@link com.holdwall.servers.FaultProxy} sits in front
 * of any of them. Everything binds 127.0.0.1, needs Linux, and is meant for tests and for the
 * examples, never for production. Nothing in this package returns or accepts null.
 */
@NullMarked
package com.holdwall.servers;

import org.jspecify.annotations.NullMarked;
