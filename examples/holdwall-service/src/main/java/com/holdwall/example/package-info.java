/**
 * The main job: real servers, a service on them, clients that use it, and one outage after another,
 * made for real and diagnosed by the service itself.
 *
 * <ul>
 *   <li>{@link com.holdwall.example.Environment}: every real server that this machine can run,
 *       started at the same time, and all that can be broken about them
 *   <li>{@link com.holdwall.example.app.HoldwallService}: the application, with its probes
 *   <li>{@link com.holdwall.example.Clients}: light traffic over HTTP
 *   <li>{@link com.holdwall.example.Drill}: one fault, or two, and what must be said about it;
 *       {@link com.holdwall.example.Drills} has them all
 *   <li>{@link com.holdwall.example.DrillRunner}: breaks, waits, shows, repairs, measures
 *   <li>{@link com.holdwall.example.Screen}: what a person sees; {@link
 *       com.holdwall.example.DrillResult}: what is written down
 * </ul>
 */
@NullMarked
package com.holdwall.example;

import org.jspecify.annotations.NullMarked;
