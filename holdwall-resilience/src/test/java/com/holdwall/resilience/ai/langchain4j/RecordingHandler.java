package com.holdwall.resilience.ai.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told. */
final class RecordingHandler implements StreamingChatResponseHandler {

  private final List<String> parts = new CopyOnWriteArrayList<>();
  private volatile @Nullable PartialResponseContext context;
  private volatile @Nullable Throwable error;
  private volatile boolean completed;

  @Override
  public void onPartialResponse(PartialResponse part, PartialResponseContext given) {
    context = given;
    parts.add(part.text());
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    completed = true;
  }

  @Override
  public void onError(Throwable thrown) {
    error = thrown;
  }

  void cancel() {
    PartialResponseContext present = context;
    if (present != null) {
      present.streamingHandle().cancel();
    }
  }

  String text() {
    return String.join("", parts);
  }

  boolean completed() {
    return completed;
  }

  @Nullable Throwable error() {
    return error;
  }
}
