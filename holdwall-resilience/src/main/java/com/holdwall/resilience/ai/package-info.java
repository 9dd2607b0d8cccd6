/**
 * Fallback models: calls that outlive the outage of a model. {@link
 * com.holdwall.resilience.ai.ModelRouter} asks one of several models for an answer, {@link
 * com.holdwall.resilience.ai.StreamRouter} for a streamed one. Both choose among the models that
 * are well and inside their quota, sort each failure by an {@link
 * com.holdwall.resilience.ai.ErrorTable}, and keep to one deadline for all that they try.
 *
 * <p>No prompt, answer, key or message of a client's exception gets into this package's own
 * exceptions, events, counts and logs.
 */
@NullMarked
package com.holdwall.resilience.ai;

import org.jspecify.annotations.NullMarked;
