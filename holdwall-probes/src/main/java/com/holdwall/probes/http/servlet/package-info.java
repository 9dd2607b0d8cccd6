/** The endpoints as a Jakarta servlet. */
@NullMarked
package com.holdwall.probes.http.servlet;

import org.jspecify.annotations.NullMarked;
