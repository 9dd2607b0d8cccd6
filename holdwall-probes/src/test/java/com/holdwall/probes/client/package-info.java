/** How a probe asks over HTTP. */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.client;
