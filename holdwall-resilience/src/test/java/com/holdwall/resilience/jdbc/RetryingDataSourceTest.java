package com.holdwall.resilience.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.FakeTime;
import io.github.resilience4j.retry.RetryRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class RetryingDataSourceTest {

  private final FakeTime time = new FakeTime();

  @Test
  void getConnection_whenTheDatabaseAnswers_asksOnce() throws SQLException {
    ScriptedDataSource database = failing();
    RetryingDataSource source = retrying(database).build();

    assertThat(source.getConnection()).isSameAs(ScriptedDataSource.CONNECTION);

    assertThat(time.sleeps()).isEmpty();
    assertThat(source.counts()).isEqualTo(new ConnectionRetryCounts(1, 0, 0, 0, 0));
  }

  @Test
  void getConnection_whileTheDatabaseRestarts_waitsWithBackoffAndSucceeds() throws SQLException {
    RetryingDataSource source = retrying(failing(away(1), away(2), away(3))).build();

    assertThat(source.getConnection()).isSameAs(ScriptedDataSource.CONNECTION);

    assertThat(time.sleeps()).containsExactly(ofMillis(100), ofMillis(200), ofMillis(400));
    assertThat(source.counts()).isEqualTo(new ConnectionRetryCounts(4, 3, 1, 0, 0));
  }

  @Test
  void getConnection_whenNoAttemptIsLeft_throwsTheLastFailureWithTheHistoryAndDoesNotSleepAgain() {
    RetryingDataSource source =
        retrying(failing(away(1), away(2), away(3), away(4))).maxAttempts(3).build();

    Throwable thrown = catchThrowable(source::getConnection);

    assertThat(thrown).isInstanceOf(SQLException.class).hasMessage("refused 3");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("refused 1", "refused 2");
    assertThat(time.sleeps()).hasSize(2);
    assertThat(source.counts()).isEqualTo(new ConnectionRetryCounts(3, 2, 0, 1, 0));
  }

  @Test
  void getConnection_whenTheNextAttemptWouldStartPastTheDeadline_failsNow() {
    ScriptedDataSource database =
        new ScriptedDataSource(time, ofMillis(300), Collections.nCopies(9, away(1)));
    RetryingDataSource source =
        retrying(database).maxAttempts(9).deadline(Duration.ofMillis(900)).build();

    assertThatThrownBy(source::getConnection).hasMessage("refused 1");

    // 300 ms, 100 ms wait, 300 ms; another 200 ms wait would end at the deadline
    assertThat(database.attempts()).isEqualTo(2);
    assertThat(time.sleeps()).containsExactly(ofMillis(100));
    assertThat(source.counts().exhausted()).isEqualTo(1);
  }

  @Test
  void getConnection_whenThePasswordIsWrong_asksOnce() {
    ScriptedDataSource database = failing(new SQLException("password refused", "28P01"));
    RetryingDataSource source = retrying(database).build();

    assertThatThrownBy(source::getConnection).hasMessage("password refused");

    assertThat(database.attempts()).isEqualTo(1);
    assertThat(source.counts()).isEqualTo(new ConnectionRetryCounts(1, 0, 0, 0, 1));
  }

  @Test
  void getConnection_whenInterruptedWhileItWaits_stopsAndRestoresTheFlag() {
    ScriptedDataSource database = failing(away(1), away(2));
    RetryingDataSource source = retrying(database).build();
    Thread.currentThread().interrupt();

    Throwable thrown = catchThrowable(source::getConnection);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).hasMessage("refused 1");
    assertThat(thrown.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class);
    assertThat(database.attempts()).isEqualTo(1);
    assertThat(source.counts().notRetried()).isEqualTo(1);
  }

  @Test
  void getConnection_whenTheDriverThrowsTheSameInstanceAgain_stillReportsIt() {
    SQLException same = away(1);
    RetryingDataSource source = retrying(failing(same, same, same)).maxAttempts(3).build();

    assertThatThrownBy(source::getConnection).isSameAs(same).hasNoSuppressedExceptions();
  }

  @Test
  void getConnection_withCredentials_retriesWithTheSameCredentials() throws SQLException {
    ScriptedDataSource database = failing(away(1));
    RetryingDataSource source = retrying(database).build();

    assertThat(source.getConnection("reader", "secret")).isSameAs(ScriptedDataSource.CONNECTION);

    assertThat(database.lastUser()).isEqualTo("reader");
    assertThat(database.attempts()).isEqualTo(2);
  }

  @Test
  void getConnection_withAnOwnRule_followsIt() throws SQLException {
    RetryingDataSource source =
        retrying(failing(new SQLException("too many connections", "53300")))
            .retryWhen(
                RetryingDataSourceBuilder.transientFailure()
                    .or(failure -> "53300".equals(failure.getSQLState())))
            .build();

    assertThat(source.getConnection()).isSameAs(ScriptedDataSource.CONNECTION);
  }

  @Test
  void registry_showsTheRetryToResilience4j() throws SQLException {
    RetryRegistry registry = RetryRegistry.ofDefaults();
    RetryingDataSource source =
        retrying(failing(away(1))).named("orders").registry(registry).build();

    source.getConnection();

    assertThat(registry.retry("orders").getMetrics().getNumberOfSuccessfulCallsWithRetryAttempt())
        .isEqualTo(1);
  }

  @Test
  void otherCalls_goToTheWrappedDataSource() throws SQLException {
    ScriptedDataSource database = failing();
    RetryingDataSource source = RetryingDataSource.wrap(database);

    assertThat(source.unwrap(ScriptedDataSource.class)).isSameAs(database);
    assertThat(source.unwrap(RetryingDataSource.class)).isSameAs(source);
    assertThat(source.unwrap(DataSource.class)).isSameAs(source);
    assertThat(source.isWrapperFor(ScriptedDataSource.class)).isTrue();
    assertThat(source.isWrapperFor(String.class)).isFalse();
    assertThatThrownBy(() -> source.unwrap(String.class)).isInstanceOf(SQLException.class);
    assertThat(source.getLoginTimeout()).isEqualTo(7);
    assertThat(source).hasToString("RetryingDataSource[database]");
  }

  @Test
  void builder_withBadSettings_saysWhichAndWhy() {
    RetryingDataSourceBuilder builder = RetryingDataSource.builder(failing());

    assertThatThrownBy(() -> builder.named(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name must not be blank, but is ' '");
    assertThatThrownBy(() -> builder.maxAttempts(0))
        .hasMessage("maxAttempts must be at least 1, but is 0");
    assertThatThrownBy(() -> builder.deadline(Duration.ZERO))
        .hasMessage("deadline must be longer than zero, but is PT0S");
    assertThatThrownBy(() -> builder.deadline(ofSeconds(-1)))
        .hasMessage("deadline must be longer than zero, but is PT-1S");
  }

  private ScriptedDataSource failing(SQLException... failures) {
    return new ScriptedDataSource(time, Duration.ZERO, List.of(failures));
  }

  private RetryingDataSourceBuilder retrying(DataSource database) {
    return RetryingDataSource.builder(database)
        .backoff(Backoff.exponential(ofMillis(100)))
        .time(time, time, bound -> bound - 1);
  }

  private static SQLException away(int number) {
    return new SQLException("refused " + number, "08001");
  }
}
