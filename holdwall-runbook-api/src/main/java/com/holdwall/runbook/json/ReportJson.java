package com.holdwall.runbook.json;

import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A diagnosis as JSON, as a CloudEvent, and as a hash. Thread-safe. */
public final class ReportJson {

  /** The version of the form, in the field {@code schemaVersion}. */
  public static final int SCHEMA_VERSION = 1;

  /** The type of the event that {@link #cloudEvent} makes. */
  public static final String EVENT_TYPE = "com.holdwall.runbook.diagnosis.reported.v1";

  private ReportJson() {}

  /**
   * Writes a report.
   *
   * @param report the report
   * @return indented JSON with LF line ends
   */
  public static String write(DiagnosisReport report) {
    return JsonText.write(json -> ReportWriter.withTimes().write(json, report));
  }

  /**
   * Makes a hash by which two reports can be told to say the same. It leaves out when the report
   * was made and when its steps were run; everything else counts.
   *
   * @param report the report
   * @return SHA-256 as 64 hexadecimal digits
   */
  public static String hash(DiagnosisReport report) {
    String canonical = JsonText.write(json -> ReportWriter.withoutTimes().write(json, report));
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /**
   * Makes a CloudEvent 1.0 in the structured JSON form. Its {@code id} is made of the report's hash
   * and time, so a report that is sent twice can be told from two reports; its {@code subject} is
   * the runbook that is ranked first, left out if there is none.
   *
   * @param report the report
   * @param source the service, as a URI reference such as {@code /services/holdwall-app}; not empty
   * @return the event
   * @throws IllegalArgumentException if {@code source} is empty
   */
  public static String cloudEvent(DiagnosisReport report, URI source) {
    if (source.toString().isEmpty()) {
      throw new IllegalArgumentException("source must be a URI reference, but is empty");
    }
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("specversion", "1.0");
          json.writeStringField("id", hash(report).substring(0, 32) + "-" + report.at());
          json.writeStringField("source", source.toString());
          json.writeStringField("type", EVENT_TYPE);
          if (!report.ranked().isEmpty()) {
            RankedRunbook first = report.ranked().get(0);
            json.writeStringField("subject", first.runbook().id().value());
          }
          json.writeStringField("time", report.at().toString());
          json.writeStringField("datacontenttype", "application/json");
          json.writeFieldName("data");
          ReportWriter.withTimes().write(json, report);
          json.writeEndObject();
        });
  }
}
