package com.holdwall.probes.redis;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What an exception of the driver means. Its words are the kind of failure only: the server's and
 * the driver's own texts may repeat what they were sent.
 */
record RedisFailure(RedisFinding finding, String words) {

  private static final Set<String> REFUSALS = Set.of("NOAUTH", "WRONGPASS", "NOPERM", "DENIED");

  /** Empty if it tells nothing of the server's health. */
  static Optional<RedisFailure> of(JedisException failure) {
    if (failure instanceof JedisDataException answer) {
      return ofAnswer(answer);
    }
    if (failure instanceof JedisConnectionException) {
      return Optional.of(ofConnection(failure));
    }
    return Optional.empty();
  }

  private static Optional<RedisFailure> ofAnswer(JedisDataException answer) {
    String text = String.valueOf(answer.getMessage());
    String code = text.split("[ :]", 2)[0];
    if (code.equals("LOADING")) {
      return Optional.of(new RedisFailure(RedisFinding.LOADING, "LOADING"));
    }
    boolean refused = REFUSALS.contains(code) || text.startsWith("ERR max number of clients");
    boolean wrongPassword = text.startsWith("ERR invalid password") || text.contains("AUTH ");
    if (refused || wrongPassword) {
      String words = REFUSALS.contains(code) ? code : refused ? "max number of clients" : "AUTH";
      return Optional.of(new RedisFailure(RedisFinding.REJECTED, words));
    }
    return Optional.empty();
  }

  private static RedisFailure ofConnection(JedisException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (Throwable hidden : cause.getSuppressed()) {
        if (hidden instanceof SocketTimeoutException || hidden instanceof ConnectException) {
          return ofCause(hidden);
        }
      }
      if (cause instanceof SocketTimeoutException
          || cause instanceof ConnectException
          || cause instanceof UnknownHostException) {
        return ofCause(cause);
      }
    }
    return new RedisFailure(RedisFinding.REFUSED, "the connection broke");
  }

  private static RedisFailure ofCause(Throwable cause) {
    if (cause instanceof SocketTimeoutException) {
      return new RedisFailure(RedisFinding.UNREACHABLE, "no answer in time");
    }
    return new RedisFailure(
        RedisFinding.REFUSED,
        cause instanceof UnknownHostException ? "unknown host" : "connection refused");
  }
}
