/**
 * The command line of {@link com.holdwall.resilience.dlq.redrive.Redrive}: {@link
 * com.holdwall.example.redrive.RedriveMain}.
 */
@NullMarked
package com.holdwall.example.redrive;

import org.jspecify.annotations.NullMarked;
