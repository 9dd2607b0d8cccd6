package com.holdwall.probes.http;

import com.holdwall.runbook.Status;

/**
 * Which status code answers which health. Immutable.
 *
 * @param up for UP; 200 by default
 * @param degraded for DEGRADED; 503 by default, as Holdwall's own route answers
 * @param down for DOWN; 503 by default
 * @param unknown for UNKNOWN; 503 by default: what is not known is not healthy
 */
public record StatusCodes(int up, int degraded, int down, int unknown) {

  private static final StatusCodes HOLDWALL = new StatusCodes(200, 503, 503, 503);

  /**
   * Checks the codes.
   *
   * @throws IllegalArgumentException if one is not between 200 and 599
   */
  public StatusCodes {
    code("up", up);
    code("degraded", degraded);
    code("down", down);
    code("unknown", unknown);
  }

  /** {@return 200 for UP and 503 for everything else} */
  public static StatusCodes holdwall() {
    return HOLDWALL;
  }

  /** {@return the same with 200 for DEGRADED: it serves, so it keeps its traffic} */
  public static StatusCodes degradedServes() {
    return new StatusCodes(200, 200, 503, 503);
  }

  int of(Status status) {
    return switch (status) {
      case UP -> up;
      case DEGRADED -> degraded;
      case DOWN -> down;
      case UNKNOWN -> unknown;
    };
  }

  private static void code(String name, int code) {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException(
          "status code for " + name + " must be between 200 and 599, but is " + code);
    }
  }
}
