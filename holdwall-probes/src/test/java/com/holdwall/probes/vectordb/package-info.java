/** The vector database probe on a real Chroma. */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.vectordb;
