/** How a probe asks over HTTP: one request, one connection, one deadline, nothing sent again. */
@NullMarked
package com.holdwall.probes.client;

import org.jspecify.annotations.NullMarked;
