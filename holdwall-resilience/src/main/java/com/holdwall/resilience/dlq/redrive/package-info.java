/**
 * Puts dead letters back where they came from: {@link com.holdwall.resilience.dlq.redrive.Redrive}.
 * Needs {@code kafka-clients}.
 */
@NullMarked
package com.holdwall.resilience.dlq.redrive;

import org.jspecify.annotations.NullMarked;
