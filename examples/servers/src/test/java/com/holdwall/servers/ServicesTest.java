package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where servers run is what was asked for, or a failure that says what is missing. */
class ServicesTest {

  private static final String IMAGE = "holdwall.test.image";

  @TempDir private Path home;

  @Test
  void servers_areChildProcesses_unlessContainersAreAskedFor() {
    assertThat(Services.named("")).isEqualTo(Services.EMBEDDED);
    assertThat(Services.named("embedded")).isEqualTo(Services.EMBEDDED);
    assertThat(Services.named("testcontainers")).isEqualTo(Services.TESTCONTAINERS);
  }

  @Test
  void otherName_isRefused_withTheTwoThatThereAre() {
    assertThatThrownBy(() -> Services.named("docker"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("holdwall.test.services must be embedded or testcontainers, but is 'docker'");
  }

  @Test
  void containerThatCannotBeHad_isAFailureThatNamesImageAndCause_andNoChildProcess() {
    String before = System.getProperty(IMAGE);
    System.setProperty(IMAGE, "127.0.0.1:9/holdwall/no-such-image:0");
    try {
      assertThatThrownBy(
              () ->
                  Services.TESTCONTAINERS.launch(
                      "redis-1", ServerUser.own(), List.of("true"), home))
          .isInstanceOf(ServerException.class)
          .hasMessageStartingWith(
              "redis-1: no container of image 127.0.0.1:9/holdwall/no-such-image:0"
                  + " (-Dholdwall.test.image) could be started: ")
          .hasMessageMatching(
              "(?s).*(no Docker engine answers|connection refused|Could not pull).*");
    } finally {
      if (before == null) {
        System.clearProperty(IMAGE);
      } else {
        System.setProperty(IMAGE, before);
      }
    }
  }
}
