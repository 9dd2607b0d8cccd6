package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Three drills from end to end, on real servers: the main job cannot rot. The whole drill is no
 * test of the build: it takes minutes, and a person watches it.
 */
class DrillEndToEndTest {

  @Test
  void drills_nameTheCause_andSeeTheRecovery_andBothCausesOfADoubleFault() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false);
    List<DrillResult> results =
        DrillMain.run(
            Drills.named("database-killed,ai-key-revoked,database-and-redis"),
            Duration.ofSeconds(2),
            screen);
    screen.summary(results);
    String seen = out.toString(StandardCharsets.UTF_8);

    assertThat(results)
        .extracting(DrillResult::fault)
        .containsExactly(
            "healthy-before",
            "database-killed",
            "ai-key-revoked",
            "database-and-redis",
            "healthy-after");
    assertThat(results.subList(1, 4)).as(seen).allSatisfy(r -> assertThat(r.passed()).isTrue());
    assertThat(seen).contains("kubectl rollout restart", "answers by the fallback model");
    assertThat(seen.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(161));
  }

  @Test
  void unknownDrill_isRefusedWithTheNamesOfAll() {
    assertThatThrownBy(() -> Drills.named("no-such-drill"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("drill 'no-such-drill' must be one of [pool-exhausted, ");
  }
}
