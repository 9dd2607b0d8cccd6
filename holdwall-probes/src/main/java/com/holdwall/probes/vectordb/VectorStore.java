package com.holdwall.probes.vectordb;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A vector database, as far as a probe is concerned: another product is one class. Each method
 * sends as little as it can, ends within its limit, and throws {@link IOException} where no answer
 * came and {@link VectorStoreException} where the answer is an error. One thread calls at a time,
 * but {@link #abort} and {@link #close} may be called by any.
 */
public interface VectorStore extends AutoCloseable {

  /**
   * What a search found.
   *
   * @param ids the ids found, the nearest first
   * @param took how long the search alone took
   */
  record Neighbours(List<String> ids, Duration took) {

    /** Copies the ids. */
    public Neighbours {
      ids = List.copyOf(ids);
    }
  }

  /** {@return the product's name, such as {@code Chroma}} */
  String product();

  /**
   * Asks whether it is up, and whether it speaks the version of the API that the service uses.
   *
   * @param limit how long it may take
   * @throws IOException if no answer came
   * @throws VectorStoreException if the answer is an error
   */
  void alive(Duration limit) throws IOException, VectorStoreException;

  /**
   * Asks for the server's version.
   *
   * @param limit how long it may take
   * @return the version, a few printable characters
   * @throws IOException if no answer came
   * @throws VectorStoreException if the answer is an error
   */
  String version(Duration limit) throws IOException, VectorStoreException;

  /**
   * Counts the collections.
   *
   * @param limit how long it may take
   * @return how many collections there are
   * @throws IOException if no answer came
   * @throws VectorStoreException if the answer is an error
   */
  long collections(Duration limit) throws IOException, VectorStoreException;

  /**
   * Searches for the canary's nearest neighbour.
   *
   * @param canary what to search for, and where
   * @param limit how long it may take
   * @return what was found; at most one id is needed
   * @throws IOException if no answer came
   * @throws VectorStoreException if the answer is an error; with {@link
   *     VectorStoreException.Reason#MISSING} if the collection is not there
   */
  Neighbours nearest(Canary canary, Duration limit) throws IOException, VectorStoreException;

  /**
   * Creates the canary's collection with its records; does no harm where they are there already.
   *
   * @param canary the canary; one that may be created
   * @param limit how long it may take
   * @throws IOException if no answer came
   * @throws VectorStoreException if the answer is an error
   */
  void create(Canary canary, Duration limit) throws IOException, VectorStoreException;

  /** Breaks the request that a thread hangs on, so that it comes back. Must not block. */
  void abort();

  /** Gives up what it holds. Must not block. */
  @Override
  void close();
}
