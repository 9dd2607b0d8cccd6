@NullMarked
package com.holdwall.probes.redact;

import org.jspecify.annotations.NullMarked;
