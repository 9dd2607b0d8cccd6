package com.holdwall.probes.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why no answer came. Immutable. Made of classes and numbers only: the message of an exception may
 * hold an address with a password.
 *
 * @param kind what kind of failure
 * @param words a sentence's part for a person; holds no secret
 */
public record ProbeFailure(Kind kind, String words) {

  /** What kind of failure it is. */
  public enum Kind {
    /** No connection: refused, unknown host, no route. */
    NO_CONNECTION,
    /** A connection, but no trust: TLS fails, or the certificate is not accepted. */
    NO_TRUST,
    /** The certificate has expired. */
    CERTIFICATE_EXPIRED,
    /** Nothing, or no end, came in time. */
    NO_ANSWER,
    /** The answer broke off or is no HTTP. */
    BROKEN
  }

  /**
   * Says what an exception of {@link ProbeClient#send} means.
   *
   * @param failure the exception
   * @param took how long it took to come
   * @param limit how long the request was given
   * @return its meaning
   */
  public static ProbeFailure of(IOException failure, Duration took, Duration limit) {
    String name = failure.getClass().getSimpleName();
    if (failure instanceof SocketTimeoutException || took.compareTo(limit) >= 0) {
      return new ProbeFailure(Kind.NO_ANSWER, "no answer for " + took.toMillis() + " ms");
    }
    if (failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException) {
      return new ProbeFailure(Kind.NO_CONNECTION, "no connection (" + name + ")");
    }
    if (caused(failure, CertificateExpiredException.class)) {
      return new ProbeFailure(Kind.CERTIFICATE_EXPIRED, "its certificate has expired");
    }
    if (failure instanceof SSLException) {
      boolean certificate = caused(failure, CertificateException.class);
      return new ProbeFailure(
          Kind.NO_TRUST,
          certificate ? "its certificate is not accepted" : "no TLS connection (" + name + ")");
    }
    return new ProbeFailure(Kind.BROKEN, "the answer broke off (" + name + ")");
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> kind) {
    @Nullable Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (kind.isInstance(at)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
