package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that keytool made, in a real TLS handshake. */
class AuthTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Signed by one authority: valid for five more days, expired since five days, and neither. */
  private static final List<String[]> CERTIFICATES =
      List.of(
          new String[] {"ending", "-1d", "6"},
          new String[] {"ended", "-10d", "5"},
          new String[] {"fresh", "-1d", "90"});

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init") // loaded before the first test
  private static KeyStore all;

  @BeforeAll
  static void makeCertificates() throws Exception {
    keytool("ca", "-dname", "CN=Test CA", "-ext", "bc:c", "-validity", "3650");
    for (String[] one : CERTIFICATES) {
      keytool(
          one[0],
          "-dname",
          "CN=127.0.0.1",
          "-ext",
          "san=ip:127.0.0.1",
          "-signer",
          "ca",
          "-startdate",
          one[1],
          "-validity",
          one[2]);
    }
    all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
      all.load(in, PASSWORD);
    }
  }

  private static void keytool(String alias, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", alias));
    command.addAll(List.of("-keyalg", "EC", "-keystore", "store.p12", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static SSLContext server(String alias) throws IOException, GeneralSecurityException {
    KeyStore one = empty();
    one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext trust() throws IOException, GeneralSecurityException {
    KeyStore authority = empty();
    authority.setCertificateEntry("ca", all.getCertificate("ca"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** How fast this machine is, is not the question. */
  private static AuthProbeBuilder patient(AuthProbeBuilder builder, OidcStub stub) {
    return builder
        .slowAfter(Duration.ofMinutes(1))
        .provider(OidcProvider.of("oidc", stub.issuer()));
  }

  private static ProbeResult check(OidcStub stub, AuthProbeBuilder builder) {
    try (AuthProbe probe = patient(builder, stub).build()) {
      ProbeResult result = probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(30)));
      assertThat(probe.metrics()).isNotEmpty();
      return result;
    }
  }

  @Test
  void certificateOfFiveDays_isFoundToExpire_butEverythingWorks() throws Exception {
    try (OidcStub stub = OidcStub.open(server("ending"))) {
      ProbeResult result = check(stub, AuthProbe.builder().tls(trust()));
      assertThat(result.status()).isEqualTo(Status.DEGRADED);
      assertThat(result.finding()).contains("CERTIFICATE_EXPIRING");
      assertThat(result.readings())
          .filteredOn(Reading.Present.class::isInstance)
          .singleElement()
          .satisfies(
              reading ->
                  assertThat(((Reading.Present) reading).evidence().value()).isBetween(4.9, 5.0));
      assertThat(check(stub, AuthProbe.builder().tls(trust()).expiringBefore(Duration.ofDays(2))))
          .extracting(ProbeResult::status)
          .isEqualTo(Status.UP);
    }
  }

  @Test
  void expiredCertificate_failsDiscovery_andSaysWhy() throws Exception {
    try (OidcStub stub = OidcStub.open(server("ended"))) {
      ProbeResult result = check(stub, AuthProbe.builder().tls(trust()));
      assertThat(result.finding()).contains("DISCOVERY_FAILING");
      assertThat(result.summary()).contains("its certificate has expired");
      assertThat(result.readings())
          .anyMatch(
              reading ->
                  reading instanceof Reading.Present
                      && reading.finding().equals("CERTIFICATE_EXPIRING"));
    }
  }

  @Test
  void certificateThatNobodyTrusts_failsDiscovery_andSaysWhy() throws Exception {
    try (OidcStub stub = OidcStub.open(server("fresh"))) {
      ProbeResult result = check(stub, AuthProbe.builder());
      assertThat(result.finding()).contains("DISCOVERY_FAILING");
      assertThat(result.summary()).contains("its certificate is not accepted");
      assertThat(result.readings())
          .anyMatch(
              reading ->
                  reading instanceof Reading.Unknown
                      && reading.finding().equals("CERTIFICATE_EXPIRING"));
    }
  }
}
