package com.holdwall.probes.vectordb;

import java.time.Duration;
import java.util.Optional;

/**
 * What one check saw. Immutable.
 *
 * @param trouble what is wrong; empty if nothing is, or if it is only slow
 * @param unsearched why no search was made; empty if one was
 * @param took how long the search took, if it found what it must
 * @param version the server's version; empty if unknown
 * @param collections how many there are; negative if unknown
 */
record VectorLook(
    Optional<Trouble> trouble,
    Optional<String> unsearched,
    Optional<Duration> took,
    String version,
    long collections) {

  /**
   * What is wrong.
   *
   * @param finding what it is called
   * @param words what a person should know; without a secret
   */
  record Trouble(VectorFinding finding, String words) {}

  static final VectorLook NOTHING =
      new VectorLook(Optional.empty(), Optional.empty(), Optional.empty(), "", -1);

  VectorLook trouble(VectorFinding finding, String words) {
    return new VectorLook(
        Optional.of(new Trouble(finding, words)), unsearched, took, version, collections);
  }

  VectorLook unsearched(String reason) {
    return new VectorLook(trouble, Optional.of(reason), took, version, collections);
  }

  VectorLook found(Duration in) {
    return new VectorLook(trouble, unsearched, Optional.of(in), version, collections);
  }

  VectorLook server(String itsVersion, long itsCollections) {
    return new VectorLook(trouble, unsearched, took, itsVersion, itsCollections);
  }

  /** The server in a few words. */
  String server(String product) {
    return product
        + (version.isEmpty() ? "" : " " + version)
        + (collections < 0 ? "" : " with " + collections + " collections");
  }
}
