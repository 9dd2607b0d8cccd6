package com.holdwall.resilience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransientConnectionFailureTest {

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08003", "08006", "08P01", "57P01", "57P02", "57P03"})
  void sqlState_ofADatabaseThatIsAway_isTransient(String state) {
    assertThat(isTransient(new SQLException("away", state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"28000", "28P01", "3D000", "42601", "53300", "57014", "57P04"})
  void sqlState_ofAnythingElse_isNotTransient(String state) {
    assertThat(isTransient(new SQLException("no", state))).isFalse();
  }

  @Test
  void poolTimeout_isTransient() {
    assertThat(isTransient(new SQLTransientConnectionException("request timed out"))).isTrue();
  }

  @Test
  void poolTimeout_becauseOfAWrongPassword_isNotTransient() {
    SQLException refused = new SQLException("password refused", "28P01");
    assertThat(isTransient(new SQLTransientConnectionException("timed out", refused))).isFalse();
    assertThat(
            isTransient(
                new SQLTransientConnectionException(
                    "timed out", new SQLInvalidAuthorizationSpecException("refused"))))
        .isFalse();
  }

  @Test
  void refusedConnectionAtTheRoot_isTransient() {
    Throwable root = new RuntimeException(new ConnectException("Connection refused"));
    assertThat(isTransient(new SQLException("no connection", root))).isTrue();
  }

  @Test
  void nextException_isPartOfTheChain() {
    SQLException first = new SQLException("batch");
    first.setNextException(new SQLException("away", "08006"));
    assertThat(isTransient(first)).isTrue();
  }

  @Test
  void closedDataSource_isNotTransient() {
    assertThat(isTransient(new SQLException("HikariDataSource (pool) has been closed."))).isFalse();
  }

  @Test
  void interruptedAcquisition_isNotTransient() {
    assertThat(
            isTransient(
                new SQLTransientConnectionException("interrupted", new InterruptedException())))
        .isFalse();
  }

  @Test
  void causesInACircle_areReadOnce() {
    SQLException first = new SQLException("first");
    first.initCause(new RuntimeException("second", first));
    assertThat(isTransient(first)).isFalse();
  }

  private static boolean isTransient(SQLException failure) {
    return TransientConnectionFailure.INSTANCE.test(failure);
  }
}
