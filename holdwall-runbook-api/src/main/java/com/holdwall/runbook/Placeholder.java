package com.holdwall.runbook;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person must fill in before a command can be run. Immutable.
 *
 * @param name lower-case words joined by hyphens, such as {@code pod-name}
 * @param type what values it takes
 */
public record Placeholder(String name, Type type) implements Argument.Part {

  /** What values a placeholder takes. None of them lets a value start with a hyphen. */
  public enum Type {
    /** A Kubernetes object name: a DNS subdomain of RFC 1123, at most 253 characters. */
    DNS_NAME(
        "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
        "lower-case letters, digits, hyphens and dots, at most 253; no part may begin or end with a"
            + " hyphen"),
    /** A whole number from 0 to 999999. */
    NUMBER("[0-9]{1,6}", "a whole number from 0 to 999999");

    private final Pattern pattern;
    private final String rule;

    Type(String pattern, String rule) {
      this.pattern = Pattern.compile(pattern);
      this.rule = rule;
    }

    /**
     * {@return the regular expression that a whole value must match; Java and JavaScript read it
     * alike}
     */
    public String pattern() {
      return pattern.pattern();
    }

    /** {@return the same in words, for a person who fills the placeholder} */
    public String rule() {
      return rule;
    }
  }

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if {@code name} is not lower-case words joined by hyphens
   */
  public Placeholder {
    Require.kebab("placeholder", name);
  }

  String check(@Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("placeholder <" + name + "> has no value");
    }
    if (!type.pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "value '" + value + "' of placeholder <" + name + "> must be a " + type);
    }
    return value;
  }
}
