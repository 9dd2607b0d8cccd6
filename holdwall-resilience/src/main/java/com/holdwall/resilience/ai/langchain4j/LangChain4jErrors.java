package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.resilience.ai.ErrorTable;
import com.holdwall.resilience.ai.ModelError;
import com.holdwall.resilience.ai.ModelFailure;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What LangChain4j's exceptions mean. Its HTTP exceptions carry no headers, so no Retry-After. */
final class LangChain4jErrors {

  private static final int DEEPEST = 8;

  /** The rule asked first stands last. */
  static final ErrorTable TABLE =
      ErrorTable.standard()
          .with(UnsupportedFeatureException.class, ModelError.NOT_SENT)
          .with(UnresolvedModelServerException.class, ModelError.UNREACHABLE)
          .with(InternalServerException.class, ModelError.SERVER_ERROR)
          .with(TimeoutException.class, ModelError.TIMEOUT)
          .with(InvalidRequestException.class, ModelError.INVALID_REQUEST)
          .with(ContentFilteredException.class, ModelError.CONTENT_POLICY)
          .with(RateLimitException.class, ModelError.RATE_LIMITED)
          .with(ModelNotFoundException.class, ModelError.ACCESS_DENIED)
          .with(AuthenticationException.class, ModelError.ACCESS_DENIED)
          .with(LangChain4jErrors::byCause);

  private LangChain4jErrors() {}

  /** The status says more than the type: a prompt that is too long is an invalid request, too. */
  private static @Nullable ModelFailure byCause(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof HttpException http) {
        String body = http.getMessage() == null ? "" : http.getMessage();
        return ModelFailure.ofHttp(http.statusCode(), body, name -> null);
      }
      if (cause != thrown && (cause instanceof InterruptedException || lostConnection(cause))) {
        return ErrorTable.standard().classify(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static boolean lostConnection(Throwable cause) {
    return cause instanceof IOException || cause instanceof java.util.concurrent.TimeoutException;
  }
}
