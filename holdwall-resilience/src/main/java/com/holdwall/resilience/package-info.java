/** The long-term fixes that the runbooks ask for. */
@NullMarked
package com.holdwall.resilience;

import org.jspecify.annotations.NullMarked;
