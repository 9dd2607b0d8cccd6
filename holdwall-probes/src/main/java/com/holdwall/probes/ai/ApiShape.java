package com.holdwall.probes.ai;

import java.util.Map;

/** How the two APIs differ, as far as a probe is concerned. */
enum ApiShape {
  OPENAI("/v1/chat/completions") {
    @Override
    Map<String, String> headers(String key) {
      return Map.of("Authorization", "Bearer " + key);
    }
  },
  ANTHROPIC("/v1/messages") {
    @Override
    Map<String, String> headers(String key) {
      return Map.of("x-api-key", key, "anthropic-version", "2023-06-01");
    }
  };

  /** The list of models: free at both, needs the key, and answers like the API itself. */
  static final String MODELS = "/v1/models";

  private final String answers;

  ApiShape(String answers) {
    this.answers = answers;
  }

  abstract Map<String, String> headers(String key);

  String answers() {
    return answers;
  }

  /** A model's name needs no escaping: it was checked. */
  static String canary(String model) {
    return "{\"model\":\""
        + model
        + "\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}";
  }
}
