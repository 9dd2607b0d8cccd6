package com.holdwall.example.embedding;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.jdk.HealthServer;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.zaxxer.hikari.HikariDataSource;

/** A service without a framework: its pool, a probe beside it, the endpoints and the console. */
public final class PlainMain {

  private PlainMain() {}

  /**
   * Runs until it is interrupted.
   *
   * @param args the database's JDBC URL, its user, and the port of the endpoints
   * @throws Exception if the port is taken
   */
  public static void main(String[] args) throws Exception {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(args[0]);
    pool.setUsername(args[1]);
    ProbeRegistry registry =
        ProbeRegistry.builder().service("orders").register(DatabaseProbe.of(pool)).build().start();
    Authoriser token = Authoriser.bearer(System.getenv("HOLDWALL_TOKEN"));
    HealthApi api = HealthApi.builder(registry).authoriser(token).build();
    HealthServer server = HealthServer.builder(api).port(Integer.parseInt(args[2])).start();
    System.out.println("http://127.0.0.1:" + server.port() + "/api/console");
  }
}
