package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

  @Test
  void twoAtOnce_unpackToOneCompleteFolderAndLeaveNothingElse(@TempDir Path cache)
      throws Exception {
    URL archive = PostgresBinaries.archive("linux/amd64");
    Callable<Path> unpack = () -> UnpackedArchive.in(cache, archive, "pg");
    ExecutorService two = Executors.newFixedThreadPool(2);
    Stopwatch watch = new Stopwatch();
    List<Future<Path>> folders = two.invokeAll(List.of(unpack, unpack), 300, TimeUnit.SECONDS);
    watch.print("unpacking of PostgreSQL, two at once");
    two.shutdown();
    for (Future<Path> folder : folders) {
      assertThat(folder.get()).isEqualTo(cache.resolve("pg"));
    }
    assertThat(cache.resolve("pg/bin/postgres")).isExecutable();
    assertThat(cache.resolve("pg/lib/libpq.so")).isSymbolicLink().exists();
    assertThat(Files.isExecutable(cache.resolve("pg/share/postgresql/postgres.bki"))).isFalse();
    assertThat(cache).isDirectoryNotContaining("glob:**unpacking**");
  }

  @Test
  void platformWithoutBinaries_isNamedWithWhatIsSupported() {
    assertThatThrownBy(() -> PostgresBinaries.archive("mac os x/aarch64"))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("linux/amd64")
        .hasMessageContaining("mac os x/aarch64");
  }
}
