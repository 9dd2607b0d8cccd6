package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chroma runs, keeps its data, and says why where it cannot run. */
class ChromaServerTest {

  @TempDir private Path folder;

  private static HttpResponse<String> send(ChromaServer server, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(30));
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void killedServer_hasItsCollectionsAfterTheRestart_andSpeaksV2Only() throws Exception {
    String collections = "/api/v2/tenants/default_tenant/databases/default_database/collections";
    try (ChromaServer server = ChromaServer.launch()) {
      assertThat(send(server, collections, "{\"name\":\"kept\"}").statusCode()).isEqualTo(200);
      server.kill();
      server.restart();
      assertThat(send(server, collections + "/kept", "").statusCode()).isEqualTo(200);
      assertThat(send(server, "/api/v1/collections", "").statusCode()).isEqualTo(410);
    }
  }

  @Test
  void machineThatCannotRunIt_isToldWhy() {
    ChromaInstall noNode = new ChromaInstall(folder, "linux/amd64", folder.toString());
    assertThatThrownBy(() -> noNode.ensure(Deadline.in(Duration.ofSeconds(1))))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("node is not on the PATH");
    ChromaInstall noBinding = new ChromaInstall(folder, "plan9/vax", folder.toString());
    assertThat(noBinding.whyNot()).hasValueSatisfying(why -> assertThat(why).contains("plan9/vax"));
  }

  @Test
  void installationThatSomebodyElseIsAt_isWaitedFor_untilTheDeadline() throws Exception {
    for (String program : List.of("node", "npm")) {
      Files.createFile(
          folder.resolve(program),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    ChromaInstall install = new ChromaInstall(folder, "linux/amd64", folder.toString());
    assertThat(install.whyNot()).isEmpty();
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("chroma.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> install.ensure(Deadline.in(Duration.ofMillis(100))))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("the lock of Chroma's installation: not within 100 ms");
    }
  }
}
