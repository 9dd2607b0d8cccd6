package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.auth.Jwk.BadKeyException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys are parsed, not only fetched: with a broken one no token is verified. */
class KeySetTest {

  private static final String RSA = TestKeys.rsa("rsa", 2_048);

  @Test
  void usableKeys_areKeysOfTheJdk_andOthersAreCounted() throws Exception {
    KeySet set =
        KeySet.of(
            TestKeys.set(
                RSA,
                TestKeys.EC,
                TestKeys.ED25519,
                "{\"kty\":\"lattice\",\"kid\":\"future\"}",
                RSA.replace("\"sig\"", "\"enc\"")));
    assertThat(set.keys().keySet()).containsExactly("ec", "ed", "rsa");
    assertThat(set.keys().values())
        .extracting(PublicKey::getAlgorithm)
        .containsExactly("EC", "EdDSA", "RSA");
    assertThat(set.ignored()).isEqualTo(2);
  }

  @Test
  void setWithoutAUsableKey_isRefused() {
    assertThatThrownBy(() -> KeySet.of("{\"keys\":[]}"))
        .isInstanceOf(BadKeyException.class)
        .hasMessage("the set is empty");
    assertThatThrownBy(() -> KeySet.of("{\"keys\":[{\"kty\":\"lattice\"}]}"))
        .hasMessage("none of its 1 keys can be used");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kid\":\"x\"} | a key names no kty",
        "{\"kty\":\"RSA\",\"e\":\"AQAB\"} | a key lacks its n",
        "{\"kty\":\"RSA\",\"n\":\"***\",\"e\":\"AQAB\"} | a key of type RSA is broken",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"} | an RSA key has 17 bits",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\"} | a key lacks its y",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"} |"
            + " a key of type EC is not on its curve",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"} | a key of type OKP is broken",
        "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"} | a secret key is published",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQ\"} | a secret key is published",
      })
  void brokenOrSecretKey_isRefused_besideAGoodOne(String key, String why) {
    assertThatThrownBy(() -> KeySet.of(TestKeys.set(RSA, key)))
        .isInstanceOf(BadKeyException.class)
        .hasMessage(why);
  }

  @Test
  void rsaKeyOf1024Bits_isRefused() {
    assertThatThrownBy(() -> KeySet.of(TestKeys.set(TestKeys.rsa("short", 1_024))))
        .hasMessage("an RSA key has 1024 bits");
  }

  @Property
  void whateverComes_isASetOrRefused_withoutTheBodyInTheMessage(@ForAll String body) {
    assertThatThrownBy(() -> KeySet.of(body)).isInstanceOf(BadKeyException.class);
    assertThatThrownBy(() -> KeySet.of("{\"keys\":" + body + "}"))
        .isInstanceOf(BadKeyException.class);
  }

  @Test
  void namesThatASenderChose_areShortAndPrintable() throws Exception {
    String name = "x\\n\\u0007" + "y".repeat(500);
    KeySet set =
        KeySet.of(TestKeys.set(RSA.replace("\"kid\":\"rsa\"", "\"kid\":\"" + name + "\"")));
    assertThat(set.keys().keySet().iterator().next()).startsWith("x??y").hasSize(60);
    assertThat(KeySet.of(TestKeys.set(RSA.replace("\"kid\":\"rsa\",", ""))).keys())
        .containsOnlyKeys("number 1");
  }

  @Test
  void twoKeysOfOneName_areBothThere() throws Exception {
    String other = TestKeys.EC.replace("\"ec\"", "\"rsa\"");
    assertThat(KeySet.of(TestKeys.set(RSA, other)).keys()).containsOnlyKeys("rsa", "rsa number 2");
  }

  @Test
  void rotation_isToldInWords_withWhatIsNewGoneBackAndDisguised() throws Exception {
    Instant at = Instant.parse("2026-11-26T12:00:00.5Z");
    Map<String, PublicKey> first = KeySet.of(TestKeys.set(RSA)).keys();
    Map<String, PublicKey> both = KeySet.of(TestKeys.set(RSA, TestKeys.EC)).keys();
    Map<String, PublicKey> second = KeySet.of(TestKeys.set(TestKeys.EC)).keys();
    KeyHistory history = new KeyHistory();
    history.add(first, at);
    history.add(first, at);
    assertThat(history.lastChange()).isEmpty();
    history.add(both, at);
    assertThat(history.lastChange()).isEqualTo("keys changed at 2026-11-26T12:00:00Z: ec is new");
    history.add(second, at);
    assertThat(history.lastChange()).endsWith(": rsa is gone");
    history.add(both, at);
    assertThat(history.lastChange()).endsWith(": rsa is back");
    history.add(KeySet.of(TestKeys.set(TestKeys.rsa("rsa", 2_048), TestKeys.EC)).keys(), at);
    assertThat(history.lastChange())
        .endsWith(": rsa is another key of the same name, which caches will not notice");
    assertThat(history.rotations()).isEqualTo(4);
  }
}
