package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.resilience.ai.StreamRouter;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.Flow;

/** A router as a streaming model. Thread-safe. */
final class RoutedStreamingChatModel implements StreamingChatModel {

  private final StreamRouter<ChatRequest, ChatModelStreamingEvent> router;

  RoutedStreamingChatModel(StreamRouter<ChatRequest, ChatModelStreamingEvent> router) {
    this.router = router;
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    router.stream(request).subscribe(new HandlerSubscriber(handler));
  }

  @Override
  public Flow.Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
    return router.stream(request);
  }
}
