/** The endpoints on the JDK's own HTTP server. */
@NullMarked
package com.holdwall.probes.http.jdk;

import org.jspecify.annotations.NullMarked;
