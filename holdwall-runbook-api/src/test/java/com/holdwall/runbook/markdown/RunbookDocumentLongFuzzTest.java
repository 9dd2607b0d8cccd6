package com.holdwall.runbook.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged documents end in runbooks or in listed problems, each within 1 s and 64 MiB: 20,000 of
 * them, 1,000,000 with {@code -Psoak}. Writes target/markdown-fuzz.json.
 */
class RunbookDocumentLongFuzzTest {

  private static final long MOST_MILLIS = 1_000;
  private static final long MOST_BYTES = 64L << 20;
  private static final String NOISE = "#*-+`~[]()<>!|\\_>&:.1)\n\t \0\uFEFF\uD800é=";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long self = Thread.currentThread().getId();
  private final Random random = new Random(1_000_000);
  private long read;
  private long refused;
  private long slowestMillis;
  private long mostBytes;

  @Test
  void damagedDocuments_endWell_withinTheirTimeAndMemory() throws IOException {
    int inputs = Boolean.getBoolean("holdwall.soak") ? 1_000_000 : 20_000;
    List<String> shipped = HoldwallRunbooks.document().toMarkdown().lines().toList();
    for (int i = 0; i < inputs; i++) {
      one(i % 10 == 0 ? nested() : damaged(shipped));
    }
    Files.writeString(
        Path.of("target", "markdown-fuzz.json"),
        String.format(
            Locale.ROOT,
            "{\"inputs\": %d, \"read\": %d, \"refused\": %d, \"slowestMillis\": %d,"
                + " \"mostBytes\": %d}%n",
            inputs,
            read,
            refused,
            slowestMillis,
            mostBytes));
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
    assertThat(slowestMillis).isLessThanOrEqualTo(MOST_MILLIS);
    assertThat(mostBytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  private void one(String text) {
    long bytes = threads.getThreadAllocatedBytes(self);
    long start = System.nanoTime();
    try {
      RunbookDocument.read("f", text, Annotations.none());
      read++;
    } catch (MarkdownException listed) {
      refused++;
      assertThat(listed.problems()).isNotEmpty();
    }
    slowestMillis = Math.max(slowestMillis, (System.nanoTime() - start) / 1_000_000);
    mostBytes = Math.max(mostBytes, threads.getThreadAllocatedBytes(self) - bytes);
  }

  /** One runbook of the document with a few lines lost, doubled, moved or spoilt. */
  private String damaged(List<String> shipped) {
    List<String> lines = new ArrayList<>(List.of("# T", ""));
    lines.addAll(shipped.subList(19, 54));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(4)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
        case 2 -> lines.add(at, noise());
        default -> {
          String line = lines.get(at);
          int cut = random.nextInt(line.length() + 1);
          lines.set(at, line.substring(0, cut) + noise() + line.substring(cut));
        }
      }
    }
    return String.join("\n", lines);
  }

  private String noise() {
    StringBuilder noise = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      noise.append(NOISE.charAt(random.nextInt(NOISE.length())));
    }
    return noise.toString();
  }

  /** What makes naive parsers slow: one mark again and again. */
  private String nested() {
    String[] marks = {
      "> ", "- ", "[", "*a **a ", "`", "<", "![", "1. ", "    ", "_a_", "[a](", "#"
    };
    return "# T\n\n" + marks[random.nextInt(marks.length)].repeat(1 + random.nextInt(400));
  }
}
