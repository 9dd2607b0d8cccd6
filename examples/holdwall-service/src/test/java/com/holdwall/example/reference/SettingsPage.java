package com.holdwall.example.reference;

import com.holdwall.probes.metric.MetricFamily;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reference of all settings, as Markdown. */
final class SettingsPage {

  /** The property with which a page is written instead of compared. */
  static final String WRITE = "holdwall.reference.write";

  private static final String INTRODUCTION =
      """
      # Settings

      Made from the library by `SettingsReferenceTest`, which fails when this page is not what the code says. To write it
      anew:

          mvn verify -Dholdwall.reference.write=true -Dtest=SettingsReferenceTest -Dsurefire.failIfNoSpecifiedTests=false

      A default is what a builder holds before anything is set, read from it. A time is a `java.time.Duration`. What is
      refused throws an `IllegalArgumentException`, or an `IllegalStateException` at `build()`, that names the setting and
      its value. A `null` is refused everywhere.
      """;

  private final StringBuilder text = new StringBuilder(INTRODUCTION);

  private SettingsPage() {}

  static String write() throws IOException {
    SettingsPage page = new SettingsPage();
    List<Builders> builders = Builders.all();
    page.contents(builders);
    builders.forEach(page::builder);
    page.types(Types.all(builders));
    page.spring();
    page.properties();
    page.findings();
    page.meters();
    return page.text.toString();
  }

  private void contents(List<Builders> builders) {
    text.append("\n");
    for (Builders each : builders) {
      String name = Library.name(each.fresh().getClass());
      text.append('[').append(name).append("](#").append(anchor(name)).append(") ·\n");
    }
    text.append("[types](#what-settings-are-made-of) · [Spring Boot](#spring-boot) ·\n");
    text.append("[build, demo and tests](#build-demo-and-tests) ·\n");
    text.append("[findings](#what-probes-and-consumers-find) · [meters](#meters)\n");
  }

  /** As GitHub makes them. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replace(".", "");
  }

  private void builder(Builders each) {
    Class<?> type = each.fresh().getClass();
    heading("## ", Library.name(type));
    text.append('`')
        .append(each.begun())
        .append("`. ")
        .append(TypeTable.about(type))
        .append("\n\n");
    table("setting", "default", "what it is");
    for (Setting setting : Setting.of(each.fresh())) {
      row("`" + setting.signature() + "`", setting.defaultText(), setting.comment().whole());
    }
  }

  private void types(Collection<Class<?>> types) {
    heading("## ", "What settings are made of");
    text.append(
        "How the objects are made that settings take, and what else has settings without a"
            + " builder.\n");
    for (Class<?> type : types) {
      List<List<String>> rows = TypeTable.of(type);
      if (!rows.isEmpty()) {
        heading("### ", Library.name(type));
        text.append(TypeTable.about(type)).append("\n\n");
        table("how", "what it is");
        rows.forEach(row -> row(row.toArray(String[]::new)));
      }
    }
  }

  private void spring() throws IOException {
    heading("## ", "Spring Boot");
    table("property", "default", "what it is");
    for (Map<String, String> each : SpringProperties.all()) {
      String normally = each.getOrDefault("defaultValue", "none");
      row(
          "`" + each.get("name") + "`",
          normally,
          Markdown.cell(each.getOrDefault("description", "")));
    }
  }

  private void properties() {
    heading("## ", "Build, demo and tests");
    table("`-D`", "default", "what it is");
    for (Properties each : Properties.all()) {
      row("`" + each.name() + "`", each.normally(), Markdown.cell(each.meaning()));
    }
  }

  private void findings() {
    heading("## ", "What probes and consumers find");
    text.append(
        "The names stand in reports, in `/api/health/{probe}` and in the label `finding`.\n");
    for (Class<?> type : Library.classesNamed("Finding")) {
      Class<?> kinds = type.isEnum() ? type : type.getDeclaredClasses()[0];
      heading("### ", type.getSimpleName());
      text.append(TypeTable.about(type)).append("\n\n");
      table("finding", "what it is");
      TypeTable.of(kinds).forEach(row -> row(row.toArray(String[]::new)));
    }
  }

  private void meters() {
    heading("## ", "Meters");
    text.append(
        "What Micrometer gets by `….of(…).bindTo(registry)`: the names that real objects"
            + " register.\n");
    for (MeterBinder binder : MeterTables.binders()) {
      heading("### ", binder.getClass().getSimpleName());
      text.append(TypeTable.about(binder.getClass())).append("\n\n");
      table("meter", "type", "unit", "tags", "description");
      MeterTables.micrometer(binder).forEach(row -> row(row.toArray(String[]::new)));
    }
    heading("### ", "At `/api/metrics`, without Micrometer");
    text.append(
        "The names that the library declares. The unit `1` is that of a ratio, a yes or no, or a"
            + " plain number.\n");
    for (Map.Entry<Class<?>, List<MetricFamily>> each : MetricFamilies.byGiver().entrySet()) {
      heading("#### ", Library.name(each.getKey()));
      text.append(MetricFamilies.whenGiven(each.getKey())).append("\n\n");
      table("metric", "type", "unit", "labels", "description");
      each.getValue().forEach(family -> row(MetricFamilies.row(family)));
    }
  }

  private void heading(String level, String words) {
    text.append('\n').append(level).append(words).append("\n\n");
  }

  private void table(String... columns) {
    row(columns);
    text.append("|---".repeat(columns.length)).append("|\n");
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
