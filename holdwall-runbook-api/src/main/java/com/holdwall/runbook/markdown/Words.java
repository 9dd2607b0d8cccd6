package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words of every part of a catalogue, by the part's identity. */
final class Words {

  private Words() {}

  static Map<String, String> ofAll(RunbookCatalog catalog) {
    Map<String, String> words = new LinkedHashMap<>();
    for (Runbook runbook : catalog.runbooks()) {
      words.put(runbook.id().toString(), runbook.title());
      runbook.symptoms().forEach(s -> words.put(s.id().toString(), s.description()));
      runbook.diagnosis().forEach(s -> words.put(s.id().toString(), s.text()));
      runbook.resolution().forEach(s -> words.put(s.id().toString(), s.text()));
      runbook.prevention().forEach(p -> words.put(p.id().toString(), p.text()));
    }
    return words;
  }

  /** The same, with one part's words changed. */
  static Map<String, String> ofAll(RunbookCatalog catalog, String id, String changed) {
    Map<String, String> words = ofAll(catalog);
    words.put(id, changed);
    return words;
  }
}
