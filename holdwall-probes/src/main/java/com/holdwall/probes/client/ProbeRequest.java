package com.holdwall.probes.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP request. Immutable; its text holds neither headers nor body nor a query. */
public final class ProbeRequest {

  private final URI address;
  private final Map<String, String> headers;
  private final byte[] body;

  private ProbeRequest(URI address, Map<String, String> headers, byte[] body) {
    this.address = address;
    this.headers = headers;
    this.body = body;
  }

  /**
   * A GET.
   *
   * @param address where; http or https
   * @return the request
   */
  public static ProbeRequest get(URI address) {
    return new ProbeRequest(address, Map.of(), new byte[0]);
  }

  /**
   * A POST.
   *
   * @param address where; http or https
   * @param type the body's media type, such as {@code application/json}
   * @param body the body; not empty
   * @return the request
   * @throws IllegalArgumentException if the body is empty
   */
  public static ProbeRequest post(URI address, String type, String body) {
    if (body.isEmpty()) {
      throw new IllegalArgumentException("body must not be empty");
    }
    return new ProbeRequest(
        address, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds a header.
   *
   * @param name its name
   * @param value its value, without line ends; may be a secret
   * @return a request like this one
   * @throws IllegalArgumentException if the value cannot stand in a header; the text does not hold
   *     it
   */
  public ProbeRequest header(String name, String value) {
    if (!fitsHeader(value)) {
      throw new IllegalArgumentException(
          "the value of header '" + name + "' must be printable ASCII and not empty");
    }
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new ProbeRequest(address, Collections.unmodifiableMap(more), body);
  }

  /**
   * Whether a text can stand in a header.
   *
   * @param value the text
   * @return true if it is printable ASCII, not empty, and neither starts nor ends with a space
   */
  public static boolean fitsHeader(String value) {
    return !value.isEmpty()
        && value.equals(value.strip())
        && value.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  URI address() {
    return address;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Empty for a GET. The array is this object's own. */
  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return (body.length == 0 ? "GET " : "POST ") + address.getRawPath();
  }
}
