/** AI model providers: what a service's calls of them show, and free checks of their APIs. */
@NullMarked
package com.holdwall.probes.ai;

import org.jspecify.annotations.NullMarked;
