package com.holdwall.probes.http;

import java.util.Map;

/** What a browser must not do with the console page. Stateless. */
final class ConsoleHeaders {

  /**
   * Own files only, no inline script or style, no frame, no form that a browser would send itself,
   * and no text that becomes markup: a browser that knows trusted types refuses it, were there ever
   * a line that tried.
   */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  static final Map<String, String> ALL =
      Map.of(
          "Content-Security-Policy", POLICY,
          "Referrer-Policy", "no-referrer",
          "X-Frame-Options", "DENY",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  private ConsoleHeaders() {}
}
