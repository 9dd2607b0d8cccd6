package com.holdwall.probes.jvm;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Which classes take most of the heap: the first lines of the virtual machine's own histogram.
 * Immutable. Taking one stops the service while the heap is walked.
 *
 * @param classes the largest first; at most {@link #MOST}
 */
record ClassHistogram(List<Entry> classes) {

  static final int MOST = 20;
  private static final int LONGEST_NAME = 120;

  /** A line such as {@code 1: 523 83680 [B (java.base@17)}. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  /**
   * One class.
   *
   * @param name as the virtual machine has it: {@code [B} is an array of bytes
   * @param objects how many
   * @param bytes how much they take
   */
  record Entry(String name, long objects, long bytes) {

    String words() {
      return String.format(Locale.ROOT, "%s %.1f MB in %d", name, bytes / 1e6, objects);
    }
  }

  ClassHistogram {
    classes = List.copyOf(classes);
  }

  /**
   * Takes one, with what is garbage but not yet collected in it: to leave it out would cost a full
   * collection.
   *
   * @throws JMException if this virtual machine gives none
   */
  static ClassHistogram take() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Object text =
        server.invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "gcClassHistogram",
            new Object[] {new String[] {"-all"}},
            new String[] {String[].class.getName()});
    return parse(String.valueOf(text));
  }

  static ClassHistogram parse(String text) {
    List<Entry> found = new ArrayList<>();
    Matcher line = LINE.matcher("");
    int from = 0;
    // Line by line from the start: there may be tens of thousands.
    while (from < text.length() && found.size() < MOST) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      if (line.reset(text.subSequence(from, to)).matches()) {
        found.add(entry(line));
      }
      from = to + 1;
    }
    return new ClassHistogram(found);
  }

  private static Entry entry(Matcher line) {
    String name = line.group(3);
    return new Entry(
        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name,
        Long.parseLong(line.group(1)),
        Long.parseLong(line.group(2)));
  }
}
