package com.holdwall.servers;

/**
 * A server or a proxy could not do what was asked of it, or not before its deadline. The message
 * names the server, what was tried and, for a failed start, the server's last output. It never
 * holds a password.
 */
public final class ServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ServerException(String message) {
    super(message);
  }

  ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
