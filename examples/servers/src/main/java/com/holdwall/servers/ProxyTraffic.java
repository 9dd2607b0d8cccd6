package com.holdwall.servers;

/**
 * What a {@link FaultProxy} has counted on its client side, where probes are. Immutable.
 *
 * @param accepted connections accepted since the proxy was opened
 * @param open connections that are open now
 * @param bytesFromClients bytes received from clients, also those that were then swallowed
 * @param bytesToClients bytes of the server's that were sent on to clients
 */
public record ProxyTraffic(long accepted, int open, long bytesFromClients, long bytesToClients) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public ProxyTraffic {
    if (accepted < 0 || open < 0 || bytesFromClients < 0 || bytesToClients < 0) {
      throw new IllegalArgumentException(
          "counts must be 0 or more, but are "
              + accepted
              + ", "
              + open
              + ", "
              + bytesFromClients
              + ", "
              + bytesToClients);
    }
  }

  /**
   * What was added since an earlier count; {@code open} stays what it is now.
   *
   * @param earlier a count of the same proxy
   * @return the differences
   * @throws IllegalArgumentException if the other count is the later one
   */
  public ProxyTraffic since(ProxyTraffic earlier) {
    return new ProxyTraffic(
        accepted - earlier.accepted,
        open,
        bytesFromClients - earlier.bytesFromClients,
        bytesToClients - earlier.bytesToClients);
  }
}
