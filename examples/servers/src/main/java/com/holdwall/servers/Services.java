package com.holdwall.servers;

import java.nio.file.Path;
import java.util.List;

/**
 * Where servers run, by the system property {@code holdwall.test.services}: {@code embedded}, the
 * default, as child processes; {@code testcontainers}, in containers of the Docker engine that
 * Testcontainers finds. Nothing is tried in place of what was asked for. Stateless.
 */
enum Services {
  EMBEDDED {
    @Override
    ServerRun launch(String name, ServerUser user, List<String> command, Path home) {
      return OsProcess.launch(name, user.command(command), home);
    }
  },
  TESTCONTAINERS {
    @Override
    ServerRun launch(String name, ServerUser user, List<String> command, Path home) {
      try {
        return ContainerRun.launch(name, user, command, home);
      } catch (NoClassDefFoundError missing) {
        throw new ServerException(
            name
                + ": with -D"
                + PROPERTY
                + "=testcontainers, org.testcontainers:testcontainers must be on the class path",
            missing);
      }
    }
  };

  static final String PROPERTY = "holdwall.test.services";

  /** What the property asks for. */
  static Services chosen() {
    return named(System.getProperty("holdwall.test.services", ""));
  }

  /**
   * By its name in the property.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Services named(String name) {
    return switch (name) {
      case "", "embedded" -> EMBEDDED;
      case "testcontainers" -> TESTCONTAINERS;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be embedded or testcontainers, but is '" + name + "'");
    };
  }

  abstract ServerRun launch(String name, ServerUser user, List<String> command, Path home);
}
