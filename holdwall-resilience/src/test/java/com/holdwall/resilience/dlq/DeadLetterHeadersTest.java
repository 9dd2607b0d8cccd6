package com.holdwall.resilience.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DeadLetterHeadersTest {

  private static final Instant FIRST = Instant.parse("2026-11-26T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-26T10:01:00Z");

  private record Plain(List<RawHeader> headers) implements Received {
    @Override
    public String topic() {
      return "orders";
    }

    @Override
    public int partition() {
      return 3;
    }

    @Override
    public long offset() {
      return 42;
    }

    @Override
    public long timestampMillis() {
      return 1;
    }

    @Override
    public byte[] key() {
      return new byte[] {1};
    }

    @Override
    public byte[] value() {
      return new byte[] {2};
    }
  }

  private static DeadLetterInfo info(Throwable thrown, RawHeader... originals) {
    return DeadLetterInfo.of(
        new Plain(List.of(originals)), "billing", 3, thrown, Stage.PROCESS, FIRST, NOW);
  }

  @Property
  void whatIsWritten_isReadBack(
      @ForAll String topic,
      @ForAll @IntRange(min = 0) int partition,
      @ForAll @LongRange(min = 0) long offset,
      @ForAll String group,
      @ForAll String message,
      @ForAll Stage stage,
      @ForAll @IntRange(min = 0, max = 1000) int replays) {
    DeadLetterInfo info =
        new DeadLetterInfo(
            printable(topic),
            partition,
            offset,
            printable(group),
            1,
            printable(message),
            "java.lang.Error",
            null,
            null,
            stage,
            FIRST,
            NOW,
            Disposition.COMPLETE,
            replays);
    assertThat(DeadLetterHeaders.read(DeadLetterHeaders.write(info, List.of()))).contains(info);
  }

  /** A lone surrogate has no UTF-8 form. */
  private static String printable(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  @Property
  void anyHeaders_areReadWithoutAnError(@ForAll List<String> names, @ForAll byte[] value) {
    List<RawHeader> headers = new ArrayList<>();
    names.forEach(name -> headers.add(new RawHeader(DeadLetterHeaders.PREFIX + name, value)));
    headers.add(new RawHeader(DeadLetterHeaders.PREFIX + "partition", value));
    assertThat(DeadLetterHeaders.read(headers)).isEmpty();
  }

  @Test
  void originals_stayInFrontUntouched_andNamesAreSingle() {
    RawHeader own = new RawHeader("trace", new byte[] {(byte) 0xff});
    RawHeader twice = new RawHeader("trace", null);
    List<RawHeader> once =
        DeadLetterHeaders.write(info(new IOException("a"), own, twice), List.of(own, twice));
    List<RawHeader> again = DeadLetterHeaders.write(info(new IOException("b")), once);
    assertThat(again).startsWith(own, twice);
    assertThat(again.stream().map(RawHeader::name).filter(n -> n.startsWith("__dlq")))
        .doesNotHaveDuplicates();
    assertThat(DeadLetterHeaders.read(again).orElseThrow().message()).isEqualTo("b");
  }

  @Test
  void everyHeaderOfOurs_isUtf8Text() {
    List<RawHeader> headers = DeadLetterHeaders.write(info(new IOException("grün")), List.of());
    assertThat(headers)
        .allSatisfy(
            header ->
                assertThat(
                        StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(header.value()))
                            .toString())
                    .isNotEmpty());
    assertThat(new Plain(headers).header("__dlq.errors.offset")).isEqualTo("42");
    assertThat(new Plain(headers).header("__dlq.errors.id")).isEqualTo("orders-3-42@billing");
    assertThat(new Plain(headers).header("__dlq.errors.message")).isEqualTo("grün");
  }

  @Test
  void stepByStep_aLetterLosesTheStackTraceThenTheExtrasThenThePayload() {
    DeadLetterInfo info = info(new IllegalStateException("x", new IOException("y")));
    RawHeader own = RawHeader.text("trace", "1");
    assertThat(names(info.as(Disposition.COMPLETE), own))
        .contains("trace", "__dlq.errors.exception.stacktrace", "__dlq.errors.message");
    assertThat(names(info.as(Disposition.NO_STACK_TRACE), own))
        .contains("trace", "__dlq.errors.message")
        .doesNotContain("__dlq.errors.exception.stacktrace");
    assertThat(names(info.as(Disposition.MINIMAL), own))
        .contains("trace", "__dlq.errors.id")
        .doesNotContain("__dlq.errors.message");
    assertThat(names(info.as(Disposition.POINTER), own))
        .contains("__dlq.errors.offset")
        .doesNotContain("trace");
    assertThat(
            DeadLetterHeaders.read(
                DeadLetterHeaders.write(info.as(Disposition.POINTER), List.of())))
        .isPresent();
  }

  private static List<String> names(DeadLetterInfo info, RawHeader own) {
    return DeadLetterHeaders.write(info, List.of(own)).stream().map(RawHeader::name).toList();
  }

  @Test
  void putBack_aRecordKeepsItsOwnHeadersAndItsId_andCountsUp() {
    List<RawHeader> letter =
        DeadLetterHeaders.write(info(new IOException("a")), List.of(RawHeader.text("trace", "1")));
    List<RawHeader> once = DeadLetterHeaders.forReplay(letter);
    assertThat(once)
        .containsExactly(
            RawHeader.text("trace", "1"),
            RawHeader.text(DeadLetterHeaders.ID, "orders-3-42@billing"),
            RawHeader.text(DeadLetterHeaders.REPLAY_COUNT, "1"));
    List<RawHeader> twice =
        DeadLetterHeaders.forReplay(
            DeadLetterHeaders.write(
                info(new IOException("b"), once.toArray(RawHeader[]::new)), once));
    assertThat(DeadLetterHeaders.replayCount(twice)).isEqualTo(2);
  }

  @Test
  void longTexts_areCut_butNotThroughACharacter() {
    DeadLetterInfo info = info(new IOException("a" + "😀".repeat(5_000)));
    assertThat(info.message()).hasSizeLessThanOrEqualTo(DeadLetterInfo.MAX_MESSAGE);
    assertThat(info.message()).endsWith("😀");
    assertThat(info.stackTrace()).hasSizeLessThanOrEqualTo(DeadLetterInfo.MAX_STACK_TRACE);
  }

  @Test
  void springHeaders_areInSpringsEncoding_andConnectsAreText() {
    DeadLetterInfo info = info(new IOException("a"));
    Plain spring = new Plain(CompatibilityHeaders.write(Compatibility.SPRING, info, 7));
    assertThat(spring.headers())
        .contains(
            new RawHeader("kafka_dlt-original-partition", new byte[] {0, 0, 0, 3}),
            new RawHeader("kafka_dlt-original-offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 42}));
    assertThat(spring.header("kafka_dlt-exception-fqcn")).isEqualTo("java.io.IOException");
    Plain connect = new Plain(CompatibilityHeaders.write(Compatibility.CONNECT, info, 7));
    assertThat(connect.header("__connect.errors.offset")).isEqualTo("42");
    Plain holdwall = new Plain(CompatibilityHeaders.write(Compatibility.HOLDWALL, info, 7));
    assertThat(holdwall.header("failure-count")).isEqualTo("3");
  }

  @Test
  void secretInAHeader_isNotInItsText() {
    assertThat(RawHeader.text("authorization", "canary")).hasToString("authorization[6 bytes]");
  }
}
