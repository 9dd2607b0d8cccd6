package com.holdwall.resilience.ai.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;

/** Takes each character for a token. */
final class CharacterCount implements TokenCountEstimator {

  @Override
  public int estimateTokenCountInText(String text) {
    return text.length();
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return ((UserMessage) message).singleText().length();
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int sum = 0;
    for (ChatMessage message : messages) {
      sum += estimateTokenCountInMessage(message);
    }
    return sum;
  }
}
