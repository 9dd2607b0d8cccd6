/** Typed runbooks and symptoms, the ten Holdwall runbooks, and the diagnosis that ranks them. */
module com.holdwall.runbook {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires org.commonmark;

  exports com.holdwall.runbook;
  exports com.holdwall.runbook.alert;
  exports com.holdwall.runbook.catalog;
  exports com.holdwall.runbook.diagnosis;
  exports com.holdwall.runbook.drift;
  exports com.holdwall.runbook.evaluation;
  exports com.holdwall.runbook.json;
  exports com.holdwall.runbook.markdown;
}
