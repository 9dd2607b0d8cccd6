/** What the packages of this module share; not exported, and no interface for anybody else. */
@NullMarked
package com.holdwall.resilience.internal;

import org.jspecify.annotations.NullMarked;
