package com.holdwall.servers;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bodies of the two APIs, as their documentation has them, cut to what clients read. Stateless.
 */
final class AiReplies {

  private AiReplies() {}

  static String error(boolean anthropic, int status) {
    String type =
        status == 429 ? "rate_limit_error" : status == 529 ? "overloaded_error" : "api_error";
    String error = "\"error\":{\"type\":\"" + type + "\",\"message\":\"scripted\"}";
    return anthropic ? "{\"type\":\"error\"," + error + "}" : "{" + error + "}";
  }

  /** An error with a code of its own, which quotes the prompt, as some providers do. */
  static String refusal(boolean anthropic, String code, byte[] asked) {
    String quoted = new String(asked, StandardCharsets.UTF_8).replaceAll("[^a-zA-Z0-9 _-]", "");
    String error =
        "\"error\":{\"type\":\"invalid_request_error\",\"code\":\""
            + code
            + "\",\"message\":\"refused: "
            + quoted
            + "\"}";
    return anthropic ? "{\"type\":\"error\"," + error + "}" : "{" + error + "}";
  }

  static String models(boolean anthropic) {
    return anthropic
        ? "{\"data\":[{\"type\":\"model\",\"id\":\"stub-model\",\"display_name\":\"Stub\","
            + "\"created_at\":\"2026-01-01T00:00:00Z\"}],\"has_more\":false,"
            + "\"first_id\":\"stub-model\",\"last_id\":\"stub-model\"}"
        : "{\"object\":\"list\",\"data\":[{\"id\":\"stub-model\",\"object\":\"model\","
            + "\"created\":1767225600,\"owned_by\":\"stub\"}]}";
  }

  static String answer(boolean anthropic) {
    return anthropic
        ? "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"stub-model\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"pong\"}],\"stop_reason\":\"end_turn\","
            + "\"usage\":{\"input_tokens\":8,\"output_tokens\":1}}"
        : "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1767225600,"
            + "\"model\":\"stub-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
            + "\"assistant\",\"content\":\"pong\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":1,\"total_tokens\":9}}";
  }

  /** The events of a streamed answer; each is one chunk. */
  static List<String> stream(boolean anthropic) {
    return anthropic
        ? List.of(
            event("message_start", "\"message\":{\"id\":\"msg_1\",\"role\":\"assistant\"}"),
            event("content_block_start", "\"index\":0"),
            event("content_block_delta", "\"delta\":{\"type\":\"text_delta\",\"text\":\"po\"}"),
            event("content_block_delta", "\"delta\":{\"type\":\"text_delta\",\"text\":\"ng\"}"),
            event("content_block_stop", "\"index\":0"),
            event("message_delta", "\"usage\":{\"output_tokens\":1}"),
            event("message_stop", "\"index\":0"))
        : List.of(
            chunk("{\"role\":\"assistant\"}", "null"),
            chunk("{\"content\":\"po\"}", "null"),
            chunk("{\"content\":\"ng\"}", "null"),
            chunk("{}", "\"stop\""),
            "data: [DONE]\n\n");
  }

  private static String event(String type, String rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
  }

  private static String chunk(String delta, String reason) {
    return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{"
        + "\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}\n\n";
  }
}
