package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OsProcessTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private OsProcess shell(String script) {
    return OsProcess.launch("shell", List.of("/bin/sh", "-c", script), folder);
  }

  @Test
  void toolThatFails_isReportedWithItsCodeAndItsLastLines() {
    OsProcess failing = shell("echo before; echo 'the reason' >&2; exit 3");
    assertThatThrownBy(() -> failing.awaitSuccess(Deadline.in(LONG)))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("shell ended with exit code 3")
        .hasMessageContaining("before\nthe reason");
  }

  @Test
  void toolThatHangs_isKilledWithItsChildrenAtTheDeadline() {
    OsProcess hanging = shell("sleep 600 & echo started; wait");
    assertThatThrownBy(() -> hanging.awaitSuccess(Deadline.in(Duration.ofSeconds(4))))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("not within 4000 ms")
        .hasMessageContaining("started");
    assertThat(hanging.pids()).isEmpty();
  }

  @Test
  void endlessOutput_isKeptOnlyAsATailOfWholeLines() {
    OsProcess chatty = shell("i=0; while [ $i -lt 5000 ]; do echo line-$i-end; i=$((i+1)); done");
    assertThatCode(() -> chatty.awaitSuccess(Deadline.in(LONG))).doesNotThrowAnyException();
    chatty.kill(Deadline.in(LONG));
    assertThat(chatty.lastOutput().length()).isBetween(10_000, 16 * 1024);
    assertThat(chatty.lastOutput()).startsWith("line-").endsWith("line-4999-end\n");
  }

  @Test
  void buildsEnvironment_doesNotReachTheProcess() {
    OsProcess env = shell("env");
    env.awaitSuccess(Deadline.in(LONG));
    env.kill(Deadline.in(LONG));
    assertThat(env.lastOutput().lines().map(line -> line.replaceAll("=.*", "")))
        .contains("PATH", "HOME", "LC_ALL")
        .isSubsetOf("PATH", "HOME", "LC_ALL", "PWD", "SHLVL", "_", "OLDPWD");
  }

  @Test
  void missingProgram_isNamed() {
    assertThatThrownBy(() -> OsProcess.launch("ghost", List.of("/no/such/program"), folder))
        .isInstanceOf(ServerException.class)
        .hasMessage("ghost: /no/such/program cannot be executed");
  }
}
