package com.holdwall.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The jars of a server that runs in a JVM of its own: resources of one jar, so that none of them
 * lands on the class path of the tests, copied once per user and kept for later runs. Stateless.
 */
final class UnpackedJars {

  private UnpackedJars() {}

  /**
   * The folder with all jars of a distribution.
   *
   * @param name the distribution's folder of resources, such as {@code holdwall-oidc}; its {@code
   *     index} has the jars' names as resources, joined by colons
   * @param artifact what brings the resources, for the message
   * @throws ServerException if the resources are not there, or cannot be copied
   */
  static Path folder(String name, String artifact) {
    try {
      byte[] index = read(name + "/index", artifact);
      CRC32 checksum = new CRC32();
      // The names hold the versions: another version is another folder.
      checksum.update(index);
      String target = name + "-" + Long.toHexString(checksum.getValue());
      List<String> jars = List.of(new String(index, UTF_8).strip().split(":"));
      return UnpackedArchive.filled(
          UnpackedArchive.cache(), target, to -> copy(jars, to, artifact));
    } catch (IOException e) {
      throw new ServerException("the jars of " + name + " cannot be unpacked: " + e, e);
    }
  }

  private static void copy(List<String> jars, Path folder, String artifact) throws IOException {
    for (String jar : jars) {
      try (InputStream in = open(jar, artifact)) {
        Files.copy(in, folder.resolve(jar.substring(jar.lastIndexOf('/') + 1)));
      }
    }
  }

  private static byte[] read(String name, String artifact) throws IOException {
    try (InputStream in = open(name, artifact)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String name, String artifact) {
    InputStream in = UnpackedJars.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new ServerException(name + " is not on the class path: add " + artifact);
    }
    return in;
  }
}
