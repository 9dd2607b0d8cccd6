package com.holdwall.probes.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.runbook.Status;
import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key that is known is looked for wherever something is said. */
class AiKeySecrecyTest {

  // Without the shape of a key, so that no redactor's rule helps.
  private static final String CANARY = "plaincanaryword";

  private final AiProviderStub stub = AiProviderStub.open("another");
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    handler.setLevel(Level.INFO);
    root.addHandler(handler);
  }

  @AfterEach
  void close() {
    root.removeHandler(handler);
    root.setLevel(before);
    stub.close();
  }

  private AiProvidersProbe probe(String key) {
    URI address = URI.create("http://127.0.0.1:" + stub.port());
    return AiProvidersProbe.builder()
        .provider(AiProvider.anthropic("anthropic", address, () -> key).withCanary("m", 100))
        .build();
  }

  private static ProbeResult check(AiProvidersProbe probe) {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(20)));
  }

  @Test
  void key_isInNoResultReportOrLog_whateverTheProviderDoes() {
    AiProvidersProbe probe = probe(CANARY);
    StringBuilder said = new StringBuilder(check(probe).toString());
    stub.key(CANARY);
    for (AiFault fault :
        new AiFault[] {
          new AiFault.None(),
          new AiFault.Malformed(),
          new AiFault.CutOff(),
          new AiFault.Status(500, Map.of("x-ratelimit-remaining", "1")),
          new AiFault.Status(429, Map.of("retry-after", "0"))
        }) {
      stub.inject(fault);
      said.append(check(probe));
    }
    stub.close();
    said.append(check(probe)).append(probe.overdue(context(), Duration.ofSeconds(3)));
    try (ProbeRegistry registry = ProbeRegistry.builder().register(probe).build().start()) {
      registry.checkAll(Duration.ofSeconds(30));
      said.append(registry.health()).append(registry.diagnose().toText());
    }
    assertThat(said).hasSizeGreaterThan(1_000);
    assertThat(said.toString()).doesNotContain(CANARY);
    assertThat(logged).noneMatch(line -> line.contains(CANARY));
  }

  private static CheckContext context() {
    return new CheckContext(Instant.now(), Duration.ofSeconds(20));
  }

  @Test
  void keyThatNoHeaderCanHold_isNotSent_andNotInAnException() {
    for (String key : new String[] {CANARY + "\n", "", CANARY + " x", CANARY + "\u00e9"}) {
      ProbeResult result = check(probe(key));
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.toString()).doesNotContain(CANARY);
    }
    assertThat(stub.requests()).isZero();
  }
}
