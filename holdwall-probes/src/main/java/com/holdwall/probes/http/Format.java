package com.holdwall.probes.http;

import com.holdwall.probes.metric.PrometheusText;
import java.util.Optional;

/** How an answer is written. */
enum Format {
  HOLDWALL("application/json", "", "application/json; charset=utf-8"),
  HEALTH_JSON("application/health+json", "", "application/health+json; charset=utf-8"),
  ACTUATOR(
      "application/vnd.spring-boot.actuator.v3+json",
      "",
      "application/vnd.spring-boot.actuator.v3+json"),
  PROMETHEUS("text/plain", "0.0.4", PrometheusText.MEDIA_TYPE),
  MARKDOWN("text/markdown", "", "text/markdown; charset=utf-8"),
  TEXT("text/plain", "", "text/plain; charset=utf-8");

  private final String mediaType;
  private final String version;
  private final String contentType;

  Format(String mediaType, String version, String contentType) {
    this.mediaType = mediaType;
    this.version = version;
    this.contentType = contentType;
  }

  String mediaType() {
    return mediaType;
  }

  String contentType() {
    return contentType;
  }

  /** Whether a range of an Accept header names it; a version must fit where one is asked for. */
  boolean fits(String range, Optional<String> wanted) {
    if (range.equals("*/*")) {
      return true;
    }
    if (range.endsWith("/*")) {
      return mediaType.startsWith(range.substring(0, range.length() - 1));
    }
    return mediaType.equals(range) && (wanted.isEmpty() || version.equals(wanted.get()));
  }
}
