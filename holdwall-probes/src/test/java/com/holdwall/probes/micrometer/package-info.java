@NullMarked
package com.holdwall.probes.micrometer;

import org.jspecify.annotations.NullMarked;
