package com.holdwall.probes.ai;

import com.holdwall.probes.client.ProbeAnswer;
import com.holdwall.probes.client.ProbeClient;
import com.holdwall.probes.client.ProbeRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Sends the two requests that a check may send. Never sends a billed one twice. Used by one thread
 * at a time; {@link #abort} may be called by any.
 */
final class ProviderClient {

  private final ProbeClient client = ProbeClient.of("holdwall-ai-probe", null);

  ProviderAnswer get(AiProvider provider, String key, Duration deadline) throws IOException {
    return send(
        ProbeRequest.get(provider.address(ApiShape.MODELS)), provider.shape(), key, deadline);
  }

  ProviderAnswer ask(AiProvider provider, String key, Duration deadline) throws IOException {
    ProbeRequest request =
        ProbeRequest.post(
            provider.address(provider.shape().answers()),
            "application/json",
            ApiShape.canary(provider.canary().model()));
    return send(request, provider.shape(), key, deadline);
  }

  private ProviderAnswer send(ProbeRequest request, ApiShape shape, String key, Duration deadline)
      throws IOException {
    ProbeRequest authorised = request;
    for (Map.Entry<String, String> header : shape.headers(key).entrySet()) {
      authorised = authorised.header(header.getKey(), header.getValue());
    }
    ProbeAnswer answer = client.send(authorised, deadline);
    return new ProviderAnswer(
        answer.status(), RateLimits.kept(answer.headers()), answer.body(), answer.took());
  }

  /** Closes the connection under a request, so that its thread comes back. */
  void abort() {
    client.abort();
  }

  void close() {
    client.close();
  }
}
