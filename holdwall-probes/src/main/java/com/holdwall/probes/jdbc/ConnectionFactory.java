package com.holdwall.probes.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * Opens connections as the pool does, outside the pool: same address, same credentials, same driver
 * properties, and time limits where the driver is known and the service set none. On PostgreSQL its
 * {@code application_name} is {@code holdwall-database-probe}.
 */
final class ConnectionFactory {

  private final HikariDataSource pool;

  ConnectionFactory(HikariDataSource pool) {
    this.pool = pool;
  }

  Connection open(Duration deadline) throws SQLException {
    DataSource source = pool.getDataSource();
    Credentials credentials = credentials();
    if (source != null) {
      return credentials.getUsername() == null
          ? source.getConnection()
          : source.getConnection(credentials.getUsername(), credentials.getPassword());
    }
    String url = pool.getJdbcUrl();
    if (url == null) {
      throw new SQLException(
          "the pool is configured by neither a JDBC URL nor a DataSource object");
    }
    Properties properties = new Properties();
    pool.getDataSourceProperties().forEach((k, v) -> properties.setProperty("" + k, "" + v));
    if (credentials.getUsername() != null) {
      properties.setProperty("user", credentials.getUsername());
    }
    if (credentials.getPassword() != null) {
      properties.setProperty("password", credentials.getPassword());
    }
    limits(url, deadline).forEach((k, v) -> properties.putIfAbsent(k, v));
    if (url.startsWith("jdbc:postgresql:")) {
      // Whoever reads pg_stat_activity must be able to tell the probe from the service.
      properties.setProperty("ApplicationName", "holdwall-database-probe");
    }
    return DriverManager.getConnection(url, properties);
  }

  private Credentials credentials() {
    return pool.getCredentialsProvider() == null
        ? pool.getCredentials()
        : pool.getCredentialsProvider().getCredentials();
  }

  /**
   * Time limits by driver. pgjdbc takes whole seconds and needs the limit for its cancel request
   * too, or a frozen server holds the socket for 10 s more.
   */
  private static Properties limits(String url, Duration deadline) {
    Properties limits = new Properties();
    long millis = Math.max(1, deadline.toMillis());
    String seconds = Long.toString((millis + 999) / 1_000);
    if (url.startsWith("jdbc:postgresql:")) {
      limits.setProperty("connectTimeout", seconds);
      limits.setProperty("socketTimeout", seconds);
      limits.setProperty("cancelSignalTimeout", seconds);
      limits.setProperty("sslResponseTimeout", Long.toString(millis));
    } else if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
      limits.setProperty("connectTimeout", Long.toString(millis));
      limits.setProperty("socketTimeout", Long.toString(millis));
    }
    return limits;
  }
}
