package com.holdwall.runbook.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.holdwall.runbook.DetectionCondition.LogPattern;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A catalogue as JSON: the same there and back, and nothing unknown is taken. */
class CatalogJsonTest {

  private static final RunbookCatalog CATALOG =
      HoldwallRunbooks.catalog()
          .withCondition(
              HoldwallSymptoms.NO_SPACE_LEFT, new LogPattern("No space", 1, Duration.ofMinutes(1)));

  private static final String JSON = CatalogJson.write(CATALOG);

  @Test
  void catalog_writtenAndRead_isTheSame() {
    assertThat(CatalogJson.read("a.json", JSON)).isEqualTo(CATALOG);
    assertThat(CatalogJson.write(CatalogJson.read("a.json", JSON))).isEqualTo(JSON);
  }

  private static Schema schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CatalogJson.class.getResourceAsStream(CatalogJson.SCHEMA))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }

  @Test
  void schemaInTheJar_acceptsWhatIsWritten() throws IOException {
    assertThat(schema().validate(JSON, InputFormat.JSON)).isEmpty();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("{", "", "text that is no JSON"),
        arguments("", "", "found nothing"),
        arguments("[]", "", "found an array, but expected an object"),
        arguments(JSON + "{}", "", "found more after the document"),
        arguments(
            JSON.replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"),
            "/schemaVersion",
            "found 2.0, but expected schema version 1"),
        arguments(
            JSON.replaceFirst("\"title\"", "\"titel\""),
            "/titel",
            "expected no field 'titel' here"),
        arguments(
            JSON.replaceFirst("\"role\": \"SUPPORTING\"", "\"role\": \"HELPING\""),
            "/runbooks/0/symptoms/0/role",
            "found 'HELPING', but expected one of [DISCRIMINATING, SUPPORTING]"),
        arguments(
            JSON.replaceFirst("\"consecutive\": 1", "\"consecutive\": 0"),
            "/runbooks/0/symptoms/0/condition/conditions/0",
            "consecutive must be at least 1, but is 0"),
        arguments(
            JSON.replaceFirst("\"consecutive\": 1", "\"consecutive\": 1.5"),
            "/runbooks/0/symptoms/0/condition/conditions/0/consecutive",
            "found 1.5, but expected a whole number"),
        arguments(
            JSON.replaceFirst("\"method\": \"GET\"", "\"method\": \"POST\""),
            "/runbooks/0/diagnosis/0/check",
            "must be GET or HEAD, but is 'POST'"),
        arguments(
            JSON.replaceFirst("\"window\": \"PT5M\"", "\"window\": \"5m\""),
            "/runbooks/2/symptoms/2/condition/window",
            "found '5m', but expected a duration such as PT5M"),
        arguments(
            JSON.replaceFirst("\"type\": \"probe\"", "\"type\": \"oracle\""),
            "/runbooks/0/symptoms/0/condition/conditions/0/type",
            "found 'oracle', but expected metric-threshold"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void badJson_isRefused_byPointer(String json, String pointer, String words) {
    assertThatThrownBy(() -> CatalogJson.read("a.json", json))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageStartingWith("a.json#" + pointer + ": ")
        .hasMessageContaining(words)
        .extracting(e -> ((JsonFormatException) e).pointer())
        .isEqualTo(pointer);
  }

  @Test
  void runbookThatIsThereTwice_isRefused() {
    String twice = JSON.replace("\"redis-cache-failures\"", "\"database-connection-issues\"");
    assertThatThrownBy(() -> CatalogJson.read("a", twice))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageContaining("runbook ids must be unique");
  }

  @Test
  void duplicateField_andDeepNesting_areRefused() {
    assertThatThrownBy(() -> CatalogJson.read("a", "{\"schemaVersion\": 1, \"schemaVersion\": 1}"))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> CatalogJson.read("a", "[".repeat(60) + "]".repeat(60)))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageContaining("nesting");
  }

  @Test
  void randomDamage_endsInACatalogOrAListedPlace() {
    Random random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder damaged = new StringBuilder(JSON);
      int at = random.nextInt(damaged.length() - 20);
      switch (random.nextInt(3)) {
        case 0 -> damaged.delete(at, at + 1 + random.nextInt(20));
        case 1 -> damaged.insert(at, "\"{}[],:1 a".charAt(random.nextInt(10)));
        default -> damaged.setCharAt(at, (char) random.nextInt(128));
      }
      try {
        assertThat(CatalogJson.read("d", damaged.toString()).runbooks()).isNotEmpty();
      } catch (JsonFormatException refused) {
        assertThat(refused).hasMessageStartingWith("d#");
      }
    }
  }
}
