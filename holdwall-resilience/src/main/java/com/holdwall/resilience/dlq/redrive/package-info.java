/**
 * Puts dead letters back where they came from: {@link com.holdwall.resilience.dlq.redrive.Redrive},
 * which needs {@code kafka-clients}. Letters, their filters and the report need no driver, and are
 * those of a table's redrive, too.
 */
@NullMarked
package com.holdwall.resilience.dlq.redrive;

import org.jspecify.annotations.NullMarked;
