package com.holdwall.probes.ai;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What an answer, a failure, or the service's own calls mean. Keeps classes and numbers of
 * failures, never a message or a body: they may hold a key. Stateless.
 */
final class Judgement {

  private static final int FEWEST_CALLS = 5;

  private static final Map<CallOutcome, AiFinding> MEANINGS =
      new EnumMap<>(
          Map.of(
              CallOutcome.TIMEOUT, AiFinding.UNREACHABLE,
              CallOutcome.REJECTED, AiFinding.REJECTED,
              CallOutcome.SERVER_ERROR, AiFinding.PROVIDER_FAILING,
              CallOutcome.RATE_LIMITED, AiFinding.RATE_LIMITED));

  private Judgement() {}

  static ProviderState answer(
      AiProvider provider, ProviderAnswer answer, String array, Duration slowAfter) {
    int status = answer.status();
    ProviderState state = ofStatus(provider, answer, array, status);
    if (state.known() && state.finding().isEmpty() && answer.took().compareTo(slowAfter) > 0) {
      state = ProviderState.found(provider, AiFinding.SLOW, state.words());
    }
    return state.with(Optional.of(answer.took()), answer.headers());
  }

  private static ProviderState ofStatus(
      AiProvider provider, ProviderAnswer answer, String array, int status) {
    String words = "HTTP " + status;
    if (status == 200) {
      return answer.hasArray(array)
          ? ProviderState.works(provider, answer)
          : ProviderState.found(
              provider, AiFinding.PROVIDER_FAILING, "HTTP 200 with a body that makes no sense");
    }
    if (status == 401 || status == 402 || status == 403) {
      return ProviderState.found(provider, AiFinding.REJECTED, words + " for this key");
    }
    if (status == 429) {
      return ProviderState.found(provider, AiFinding.RATE_LIMITED, words);
    }
    return status >= 500
        ? ProviderState.found(provider, AiFinding.PROVIDER_FAILING, words)
        : ProviderState.unknown(provider, words + " is no answer to this check");
  }

  static ProviderState failure(
      AiProvider provider, IOException failure, Duration took, Duration share) {
    String name = failure.getClass().getSimpleName();
    if (failure instanceof SocketTimeoutException || took.compareTo(share) >= 0) {
      return ProviderState.found(
          provider, AiFinding.UNREACHABLE, "no answer for " + took.toMillis() + " ms");
    }
    boolean noConnection =
        failure instanceof ConnectException
            || failure instanceof NoRouteToHostException
            || failure instanceof UnknownHostException
            || failure instanceof SSLException;
    return noConnection
        ? ProviderState.found(provider, AiFinding.REFUSED, "no connection (" + name + ")")
        : ProviderState.found(
            provider, AiFinding.PROVIDER_FAILING, "the answer broke off (" + name + ")");
  }

  /** By the service's own calls alone: what most of them came to. */
  static ProviderState calls(AiProvider provider, List<ModelCalls> models) {
    CallOutcomes sum = new CallOutcomes(new long[CallOutcomes.COUNT]);
    for (ModelCalls model : models) {
      sum = sum.plus(model.window().outcomes());
    }
    long all = sum.all();
    if (all < FEWEST_CALLS) {
      return ProviderState.unknown(
          provider, "it is not asked, and the service made " + all + " calls lately");
    }
    for (Map.Entry<CallOutcome, AiFinding> one : MEANINGS.entrySet()) {
      long count = sum.of(one.getKey());
      if (2 * count >= all) {
        return ProviderState.found(
            provider,
            one.getValue(),
            count + " of the service's own " + all + " calls lately ended as " + one.getKey());
      }
    }
    long successes = sum.of(CallOutcome.SUCCESS);
    String words = successes + " of the service's own " + all + " calls lately succeeded";
    return successes > 0
        ? ProviderState.works(provider, words)
        : ProviderState.unknown(provider, words);
  }
}
