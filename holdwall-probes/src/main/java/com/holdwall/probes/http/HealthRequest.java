package com.holdwall.probes.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A request, as an adapter sees it. Used by one thread. */
public interface HealthRequest {

  /** {@return the method, such as {@code GET}} */
  String method();

  /** {@return the path as it came: percent-encoded, without the query} */
  String path();

  /** {@return the query as it came, without the question mark; empty if there is none} */
  String query();

  /**
   * Reads a header.
   *
   * @param name its name, in any case
   * @return its first value; empty if there is none
   */
  Optional<String> header(String name);

  /**
   * Opens the body. Called at most once.
   *
   * @return the body; empty if there is none
   * @throws IOException if the connection breaks
   */
  InputStream body() throws IOException;
}
