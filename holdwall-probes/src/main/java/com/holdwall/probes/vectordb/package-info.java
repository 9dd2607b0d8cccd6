/** Vector databases: whether they answer, and whether a search finds what it must. */
@NullMarked
package com.holdwall.probes.vectordb;

import org.jspecify.annotations.NullMarked;
