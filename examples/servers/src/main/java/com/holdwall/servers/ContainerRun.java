package com.holdwall.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HostConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * One run of a server's program in a container. The program is the one that Maven brings, bound
 * into a plain image, so that the servers and their versions are the same either way; the data lies
 * in the same folder, and the network is the host's, so that a restart comes up on the same port
 * and data. The faults are the engine's: pause, signal, kill. Thread-safe.
 */
final class ContainerRun implements ServerRun {

  /** Needs glibc 2.34 and OpenSSL 3, and nothing else. */
  static final String IMAGE = "ubuntu:24.04";

  private static final long PULL_MINUTES = 5;
  private static final Duration CLEAN_UP_TIMEOUT = Duration.ofSeconds(10);

  private final String name;
  private final GenericContainer<?> container;
  private final OutputTail tail;
  private final ProcessTree tree;

  private ContainerRun(
      String name, GenericContainer<?> container, OutputTail tail, ProcessTree tree) {
    this.name = name;
    this.container = container;
    this.tail = tail;
    this.tree = tree;
  }

  /**
   * Starts a container.
   *
   * @throws ServerException if no engine answers, the image cannot be had, or the program does not
   *     start
   */
  static ContainerRun launch(String name, ServerUser user, List<String> command, Path home) {
    String image = System.getProperty("holdwall.test.image", IMAGE);
    OutputTail tail = new OutputTail();
    GenericContainer<?> container = container(image, tail);
    container.withCreateContainerCmdModifier(create -> describe(create, user, command, home));
    try {
      requireEngine();
      requireImage(image);
      container.start();
      return new ContainerRun(name, container, tail, new ProcessTree(name, pid(container), home));
    } catch (RuntimeException e) {
      container.stop();
      throw new ServerException(
          name
              + ": no container of image "
              + image
              + " (-Dholdwall.test.image) could be started: "
              + root(e)
              + "; its last output:\n"
              + tail.text(),
          e);
    }
  }

  private static void requireEngine() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "no Docker engine answers, by DOCKER_HOST or at /var/run/docker.sock");
    }
  }

  /** Pulls it in one attempt, whose failure says why; Testcontainers would try for two minutes. */
  private static void requireImage(String image) {
    DockerClient engine = DockerClientFactory.instance().client();
    try {
      engine.inspectImageCmd(image).exec();
    } catch (NotFoundException absent) {
      pull(engine, image);
    }
  }

  private static void pull(DockerClient engine, String image) {
    try {
      engine.pullImageCmd(image).start().awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it was pulled", e);
    }
  }

  @SuppressWarnings("resource") // kill closes it
  private static GenericContainer<?> container(String image, OutputTail tail) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withNetworkMode("host")
        .withLogConsumer(
            frame -> {
              byte[] bytes = Objects.requireNonNullElse(frame.getBytes(), new byte[0]);
              tail.append(bytes, bytes.length);
            })
        .withStartupCheckStrategy(
            new StartupCheckStrategy() {
              @Override
              public StartupStatus checkStartupState(DockerClient engine, String id) {
                // one that has ended already is for awaitReady to tell, with its last words
                return StartupStatus.SUCCESSFUL;
              }
            })
        .waitingFor(
            new AbstractWaitStrategy() {
              @Override
              protected void waitUntilReady() {
                // awaitReady asks the server itself
              }
            });
  }

  private static void describe(
      CreateContainerCmd create, ServerUser user, List<String> command, Path home) {
    HostConfig host = Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new);
    // The host's ids, so that a lock file with one means the same to whoever reads it.
    host.withPidMode("host").withIpcMode("host").withBinds(HostFiles.binds(command, home));
    create
        .withHostConfig(host)
        .withEntrypoint(HostFiles.absolute(command))
        .withCmd(List.of())
        .withUser(user.id())
        .withEnv("PATH=/usr/bin:/bin", "HOME=" + home, "LC_ALL=C")
        .withWorkingDir(home.toString());
  }

  private static long pid(GenericContainer<?> container) {
    Long pid = container.getCurrentContainerInfo().getState().getPidLong();
    // 0, which no process has, if it has ended already
    return Objects.requireNonNull(pid, "the engine tells no process of the container");
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  @Override
  public boolean isAlive() {
    return tree.isRootAlive();
  }

  @Override
  public void awaitReady(BooleanSupplier answers, Deadline deadline) {
    try {
      deadline.await(name + " answering", () -> !isAlive() || answers.getAsBoolean());
      if (!isAlive()) {
        throw new ServerException(name + " ended during its start");
      }
    } catch (ServerException e) {
      String output = container.getLogs();
      kill(Deadline.in(CLEAN_UP_TIMEOUT));
      throw new ServerException(e.getMessage() + "; its last output:\n" + output, e);
    }
  }

  @Override
  public void freeze(Deadline deadline) {
    if (!paused()) {
      container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
    }
    deadline.await(name + " paused", this::paused);
  }

  @Override
  public void freezeRoot(Deadline deadline) {
    signal("SIGSTOP");
    deadline.await(name + " frozen", tree::isRootStopped);
  }

  @Override
  public void thaw(Deadline deadline) {
    if (paused()) {
      container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
    }
    signal("SIGCONT");
    deadline.await(name + " thawed", () -> !paused() && !tree.isRootStopped());
  }

  @Override
  public boolean isFrozen() {
    return paused();
  }

  private boolean paused() {
    return Boolean.TRUE.equals(container.getCurrentContainerInfo().getState().getPaused());
  }

  private void signal(String signal) {
    container
        .getDockerClient()
        .killContainerCmd(container.getContainerId())
        .withSignal(signal)
        .exec();
  }

  @Override
  public void kill(Deadline deadline) {
    if (container.getContainerId() == null) {
      return;
    }
    try {
      if (paused()) {
        container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
      }
      signal("SIGKILL");
    } catch (DockerException ended) {
      // What has ended by itself cannot be killed; what else went wrong shows below.
      byte[] note = ("[" + ended.getMessage() + "]\n").getBytes(StandardCharsets.UTF_8);
      tail.append(note, note.length);
    }
    deadline.await(name + " killed", () -> tree.members().isEmpty());
    container.stop();
  }

  @Override
  public List<Long> pids() {
    return tree.members();
  }

  @Override
  public String lastOutput() {
    return tail.text();
  }

  @Override
  public String toString() {
    return name + " (container " + container.getContainerId() + ")";
  }
}
