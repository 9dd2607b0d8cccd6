@NullMarked
package com.holdwall.probes.metric;

import org.jspecify.annotations.NullMarked;
