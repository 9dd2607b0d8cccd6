/**
 * The endpoints that the runbooks name, free of any framework. {@link
 * com.holdwall.probes.http.HealthApi} answers requests; an adapter brings them.
 */
@NullMarked
package com.holdwall.probes.http;

import org.jspecify.annotations.NullMarked;
