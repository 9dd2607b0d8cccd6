package com.holdwall.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule of a placeholder's type, as clients other than this library are told it. */
class PlaceholderRuleTest {

  private static final Safety READS = new Safety(SafetyClass.READ_ONLY, "it reads", List.of());

  private static boolean binds(Placeholder.Type type, String value) {
    Argument argument = new Argument(List.of(new Placeholder("name", type)));
    try {
      new Command.Invocation(List.of(argument), READS).bind(Map.of("name", value));
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Property
  void pattern_matchesWhatBinds(
      @ForAll Placeholder.Type type,
      @ForAll @StringLength(max = 8) @CharRange(from = ' ', to = 'z') String value) {
    assertThat(value.matches(type.pattern())).isEqualTo(binds(type, value));
  }

  @ParameterizedTest
  @EnumSource(Placeholder.Type.class)
  void rule_isToldInWords(Placeholder.Type type) {
    assertThat(type.rule()).isNotBlank();
  }
}
