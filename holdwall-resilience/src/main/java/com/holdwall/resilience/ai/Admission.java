package com.holdwall.resilience.ai;

/**
 * What lets one call through.
 *
 * @param permit the breaker's
 * @param ticket the cooldown's
 * @param estimate the tokens that the quota reserved
 * @param lastResort whether it asks a model that is left alone, as there is no other
 */
record Admission(long permit, long ticket, long estimate, boolean lastResort) {}
