package com.holdwall.runbook.json;

import com.holdwall.runbook.RunbookCatalog;

/** A catalogue of runbooks as JSON, both ways. Thread-safe. */
public final class CatalogJson {

  /** The version of the form, in the field {@code schemaVersion}. */
  public static final int SCHEMA_VERSION = 1;

  /** The JSON Schema of the form, a resource beside this class. */
  public static final String SCHEMA = "catalog.schema.json";

  private CatalogJson() {}

  /**
   * Writes a catalogue: always the same bytes for equal catalogues.
   *
   * @param catalog the catalogue
   * @return indented JSON with LF line ends
   */
  public static String write(RunbookCatalog catalog) {
    return JsonText.write(json -> CatalogWriter.write(json, catalog));
  }

  /**
   * Reads a catalogue.
   *
   * @param source the document's name, for the error's message
   * @param json the document; at most 4 MiB, 50 levels deep, 65,536 characters a string
   * @return the catalogue
   * @throws JsonFormatException if it is no JSON, has another schema version, an unknown or a
   *     missing field, or a value that the model refuses; with a pointer to the first such place
   */
  public static RunbookCatalog read(String source, String json) {
    return CatalogReader.read(JsonValue.read(source, json));
  }
}
