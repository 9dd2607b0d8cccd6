package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One PostgreSQL for the class, and a fresh proxy before it for each test. */
abstract class ProxiedPostgres {

  static PostgresServer server;
  FaultProxy proxy;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @AfterAll
  static void closeServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    proxy = FaultProxy.to(server.port());
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  Connection connect() throws Exception {
    return Sql.connect(server, proxy.port());
  }

  void assertHealed() throws Exception {
    proxy.heal();
    assertThat(Sql.ask(server, proxy.port(), "select 'healed'")).isEqualTo("healed");
  }
}
