@org.jspecify.annotations.NullMarked
package com.holdwall.probes.traffic;
