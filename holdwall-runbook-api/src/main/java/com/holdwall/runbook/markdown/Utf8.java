package com.holdwall.runbook.markdown;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Turns bytes into text, and says which byte is not UTF-8 instead of replacing it. */
final class Utf8 {

  /** What the most characters take. */
  private static final int MOST_BYTES = 4 * Limits.CHARACTERS;

  private Utf8() {}

  static String decode(String name, byte[] bytes) {
    Source source = new Source(name, "");
    if (bytes.length > MOST_BYTES) {
      source.problem(1, 1, bytes.length + " bytes", "at most " + MOST_BYTES);
      source.throwProblems();
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int at = in.position();
      String found =
          "byte 0x" + HexFormat.of().withUpperCase().toHexDigits(bytes[at]) + " at offset " + at;
      int lines = (int) text.chars().filter(c -> c == '\n').count();
      int column = text.length() - (text.lastIndexOf('\n') + 1);
      source.problem(lines + 1, column + 1, found, "UTF-8");
      source.throwProblems();
    }
    return text;
  }
}
