package com.holdwall.probes.vectordb;

/** The versions of Chroma's HTTP API. */
public enum ChromaApi {
  /** {@code /api/v1}: Chroma 1.0 and later answer it with 410 Gone. */
  V1,
  /** {@code /api/v2}: Chroma 0.6 and later. */
  V2
}
