package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The body alone says whether the session endpoint works. */
class SessionBodyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | SIGNED_OUT",
        " null | SIGNED_OUT",
        "{} | SIGNED_OUT",
        "{\"user\":{\"id\":\"1\"},\"expires\":\"2026-12-24T00:00:00.000Z\"} | SIGNED_IN",
        "{\"expires\":\"x\",\"user\":{},\"more\":[{}]} | SIGNED_IN",
        "{\"user\":null,\"expires\":null} | MASKED_FAILURE",
        "{\"expires\":null,\"user\":null,\"more\":1} | MASKED_FAILURE",
        "`` | EMPTY",
        "<!DOCTYPE html><html></html> | MARKUP",
        "{\"user\":null} | SENSELESS",
        "{\"user\":{\"id\":\"1\"},\"expires\":null} | SENSELESS",
        "{\"user\":null,\"expires\":\"2026-12-24T00:00:00.000Z\"} | SENSELESS",
        "{\"error\":\"Internal server error\"} | SENSELESS",
        "\"null\" | SENSELESS",
        "[] | SENSELESS",
        "nul | SENSELESS",
        "null null | SENSELESS",
        "{\"user\":null,\"expires\":null | SENSELESS",
        "Internal Server Error | SENSELESS",
      })
  void body_hasOneMeaning(String body, SessionBody meaning) {
    assertThat(SessionBody.of(body)).isEqualTo(meaning);
  }

  @Property
  void whateverComes_hasAMeaning_andOnlyASessionWorks(@ForAll String body) {
    assertThat(SessionBody.of(body).works()).isEqualTo(body.strip().equals("null"));
  }
}
