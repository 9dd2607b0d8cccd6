package com.holdwall.resilience.ai.langchain4j;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.ai.AllModelsUnavailableException;
import com.holdwall.resilience.ai.BrokenStreamException;
import com.holdwall.resilience.ai.ModelError;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.ai.PromptTooLongException;
import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** LangChain4j's models in and out. */
class ChatModelsTest {

  private static final String KEY = "sk-test";

  private final HttpClient http = HttpClient.newHttpClient();
  private final AiProviderStub first = AiProviderStub.open(KEY);
  private final AiProviderStub second = AiProviderStub.open(KEY);
  private final ModelRouter<ChatRequest, ChatResponse> router =
      ChatModels.router()
          .model(ChatModels.model("first", new HttpChatModel(http, first, KEY, 0)))
          .fallback(ChatModels.model("second", new HttpChatModel(http, second, KEY, 0)))
          .build();
  private final ChatModel model = ChatModels.of(router);
  private final ScriptedStream one = new ScriptedStream();
  private final ScriptedStream other = new ScriptedStream();
  private final StreamingChatModel streaming =
      ChatModels.of(
          ChatModels.streamRouter()
              .model(ChatModels.streaming("one", one))
              .fallback(ChatModels.streaming("other", other))
              .build());

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void service_swapsOneLine_andOutlivesADeadModel() throws Exception {
    assertThat(model.chat("ping")).isEqualTo("pong");
    first.close();
    assertThat(model.chat("ping")).isEqualTo("pong");
    assertThat(model.chatAsync("ping").get(9, TimeUnit.SECONDS)).isEqualTo("pong");
    assertThat(router.models().get(1).counts().inputTokens()).isEqualTo(16);
  }

  @Test
  void statusOfItsHttpException_isSorted() {
    first.inject(new AiFault.Status(401, Map.of()));
    assertThat(model.chat("ping")).isEqualTo("pong");
    assertThat(router.models().get(0).coolingFor()).isBetween(ofMinutes(9), ofMinutes(10));
    second.inject(new AiFault.Status(400, Map.of()));
    assertThatThrownBy(() -> model.chat("ping")).isInstanceOf(InvalidRequestException.class);
    second.inject(new AiFault.Status(500, Map.of()));
    assertThatThrownBy(() -> model.chat("ping")).isInstanceOf(AllModelsUnavailableException.class);
  }

  @Test
  void itsExceptions_areSorted_byStatusFirst() {
    assertThat(error(new RateLimitException("x"))).isEqualTo(ModelError.RATE_LIMITED);
    assertThat(error(new AuthenticationException("x"))).isEqualTo(ModelError.ACCESS_DENIED);
    assertThat(error(new TimeoutException("x"))).isEqualTo(ModelError.TIMEOUT);
    assertThat(error(new ContentFilteredException("x"))).isEqualTo(ModelError.CONTENT_POLICY);
    assertThat(error(new InvalidRequestException("x"))).isEqualTo(ModelError.INVALID_REQUEST);
    assertThat(
            error(
                new InvalidRequestException(
                    new HttpException(400, "{\"code\":\"context_length_exceeded\"}"))))
        .isEqualTo(ModelError.CONTEXT_TOO_LONG);
    assertThat(error(new RuntimeException(new java.net.ConnectException())))
        .isEqualTo(ModelError.UNREACHABLE);
    assertThat(error(new RuntimeException(new InterruptedException())))
        .isEqualTo(ModelError.CANCELLED);
  }

  private static ModelError error(Throwable thrown) {
    return ChatModels.errors().classify(thrown).error();
  }

  @Test
  void promptThatIsTooLong_isRefused_byItsEstimator() {
    ModelRouter<ChatRequest, ChatResponse> small =
        ChatModels.router()
            .model(ChatModels.model("first", new HttpChatModel(http, first, KEY, 0)).context(10, 2))
            .promptSize(ChatModels.promptSize(new CharacterCount()))
            .build();
    assertThat(ChatModels.of(small).chat("12345678")).isEqualTo("pong");
    assertThatThrownBy(() -> ChatModels.of(small).chat("123456789"))
        .isInstanceOf(PromptTooLongException.class);
    assertThat(first.requests()).isEqualTo(1);
  }

  @Test
  void streamingService_swapsOneLine_andFallsBackBeforeTheFirstToken() {
    RecordingHandler handler = new RecordingHandler();
    streaming.chat("ping", handler);
    await().atMost(ofSeconds(9)).until(one::asked);
    one.fails(new java.io.IOException("reset"));
    await().atMost(ofSeconds(9)).until(other::asked);
    other.says("po");
    other.says("ng");
    other.completes();
    assertThat(handler.text()).isEqualTo("pong");
    assertThat(handler.completed()).isTrue();
  }

  @Test
  void streamThatBreaksOff_fails_andCancellingReachesTheModel() {
    RecordingHandler handler = new RecordingHandler();
    streaming.chat("ping", handler);
    await().atMost(ofSeconds(9)).until(one::asked);
    one.says("po");
    await().atMost(ofSeconds(9)).until(() -> handler.text().equals("po"));
    one.fails(new java.io.IOException("reset"));
    assertThat(handler.error()).isInstanceOf(BrokenStreamException.class);

    RecordingHandler cancelling = new RecordingHandler();
    ScriptedStream long1 = new ScriptedStream();
    ChatModels.of(ChatModels.streamRouter().model(ChatModels.streaming("long", long1)).build())
        .chat("ping", cancelling);
    await().atMost(ofSeconds(9)).until(long1::asked);
    long1.says("po");
    await().atMost(ofSeconds(9)).until(() -> cancelling.text().equals("po"));
    cancelling.cancel();
    assertThat(long1.cancelled()).isTrue();
    long1.says("ng");
    assertThat(cancelling.text()).isEqualTo("po");
  }
}
