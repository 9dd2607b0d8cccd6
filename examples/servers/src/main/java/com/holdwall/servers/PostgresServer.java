package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL 18.6 from the zonky binaries jar, on a temporary data folder. It runs without fsync:
 * data survives {@link #kill()}, but would not survive a crash of the machine. As root it runs as
 * uid 65534 through setpriv. Thread-safe, like every {@link ServerProcess}.
 */
public final class PostgresServer extends ManagedServer {

  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";
  private static final int ATTEMPT_SECONDS = 2;

  private final PostgresOptions options;

  private PostgresServer(PostgresOptions options, ServerUser user) {
    super("postgres", user, options.startTimeout());
    this.options = options;
  }

  /**
   * A server that is not started yet.
   *
   * @param options how to set it up
   * @return a server to start and to close
   * @throws ServerException if no port is free, or the JVM runs as root without setpriv
   */
  public static PostgresServer create(PostgresOptions options) {
    return new PostgresServer(options, ServerUser.neverRoot());
  }

  /**
   * Starts a server with the default options.
   *
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static PostgresServer launch() {
    return launch(PostgresOptions.defaults());
  }

  /**
   * Starts a server.
   *
   * @param options how to set it up
   * @return a running server, to be closed
   * @throws ServerException as for {@link #start()}
   */
  public static PostgresServer launch(PostgresOptions options) {
    PostgresServer server = create(options);
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Freezes the postmaster alone: open connections go on, new ones are accepted by the kernel and
   * then hang. {@link #freeze()} adds the rest, {@link #thaw()} ends it.
   *
   * @throws IllegalStateException if the server is not running
   * @throws ServerException if it does not stop in time
   */
  public void freezePostmasterOnly() {
    freezeRoot();
  }

  /**
   * The URL of the server's database, without the password.
   *
   * @return a JDBC URL on 127.0.0.1
   */
  public String jdbcUrl() {
    return jdbcUrl(port());
  }

  /**
   * The URL of the server's database through a proxy, without the password.
   *
   * @param proxyPort the proxy's port on 127.0.0.1
   * @return a JDBC URL
   * @throws IllegalArgumentException if the port is outside 1 to 65535
   */
  public String jdbcUrl(int proxyPort) {
    Loopback.requirePort("proxyPort", proxyPort);
    return "jdbc:postgresql://" + Loopback.HOST + ":" + proxyPort + "/" + DATABASE;
  }

  /**
   * The superuser's name.
   *
   * @return always postgres
   */
  public String username() {
    return USER;
  }

  /**
   * The superuser's password.
   *
   * @return empty where every connection is trusted
   */
  public String password() {
    return options.password();
  }

  @Override
  void prepare(Path home, Deadline deadline) throws IOException {
    user().requireReach(PostgresBinaries.folder());
    new InitDb(name(), user(), USER).run(home, data(home), options.password(), deadline);
  }

  @Override
  void repair(Path home) throws IOException {
    PostgresLeftovers.dropLockOfDeadServer(data(home));
  }

  @Override
  void release(Path home) throws IOException {
    PostgresLeftovers.freeSharedMemory(data(home));
  }

  @Override
  List<String> command(Path home) {
    List<String> command = new ArrayList<>();
    command.add(PostgresBinaries.folder().resolve("bin/postgres").toString());
    command.addAll(List.of("-D", data(home).toString(), "-p", Integer.toString(port()), "-F"));
    set(command, "listen_addresses", Loopback.HOST);
    set(command, "unix_socket_directories", "");
    // In files of the data folder, which close deletes; in /dev/shm they would outlive a kill.
    set(command, "dynamic_shared_memory_type", "mmap");
    set(command, "max_connections", Integer.toString(options.maxConnections()));
    options.settings().forEach((name, value) -> set(command, name, value));
    return command;
  }

  private static void set(List<String> command, String name, String value) {
    command.add("-c");
    command.add(name + "=" + value);
  }

  @Override
  boolean answers() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl());
    source.setUser(USER);
    source.setPassword(options.password());
    source.setConnectTimeout(ATTEMPT_SECONDS);
    source.setSocketTimeout(ATTEMPT_SECONDS);
    try (Connection connection = source.getConnection()) {
      return connection.isValid(ATTEMPT_SECONDS);
    } catch (SQLException e) {
      return refusesOnlyUs(e);
    }
  }

  /** A changed password (28...) or clients that came first (53300): the server itself is up. */
  private static boolean refusesOnlyUs(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("28") || state.equals("53300"));
  }

  private static Path data(Path home) {
    return home.resolve("data");
  }
}
