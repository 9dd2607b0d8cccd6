/** What the packages of this module share; no interface for anybody else. */
@NullMarked
package com.holdwall.probes.internal;

import org.jspecify.annotations.NullMarked;
