package com.holdwall.probes.ai;

import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A provider of AI models, and how it may be asked. Immutable; its text never holds the key. */
public final class AiProvider {

  /**
   * A call that the provider bills.
   *
   * @param model the model to ask; empty for no canary
   * @param callsPerDay at most so many in 24 hours, in this process; 0 for never
   */
  record Canary(String model, int callsPerDay) {}

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._:/@-]{1,100}");
  private static final int MOST_CALLS = 1_440;

  private final String name;
  private final ApiShape shape;
  private final URI base;
  private final Supplier<String> key;
  private final boolean freeCheck;
  private final Canary canary;

  private AiProvider(
      String name,
      ApiShape shape,
      URI base,
      Supplier<String> key,
      boolean freeCheck,
      Canary canary) {
    this.name = name;
    this.shape = shape;
    this.base = base;
    this.key = key;
    this.freeCheck = freeCheck;
    this.canary = canary;
  }

  /**
   * A provider with OpenAI's API.
   *
   * @param name its name, as in {@link ModelCallStatistics#model}: lower-case words joined by
   *     hyphens, dots or underscores
   * @param base the address before {@code /v1}, such as {@code https://api.openai.com}; plain http
   *     only on the loopback interface
   * @param key gives the key, at each request; must not block
   * @return the provider: checked for free, without a canary
   * @throws IllegalArgumentException if the name or the address has another form
   */
  public static AiProvider openAiCompatible(String name, URI base, Supplier<String> key) {
    return of(name, ApiShape.OPENAI, base, key);
  }

  /**
   * A provider with Anthropic's API.
   *
   * @param name its name, as in {@link ModelCallStatistics#model}
   * @param base the address before {@code /v1}, such as {@code https://api.anthropic.com}
   * @param key gives the key, at each request; must not block
   * @return the provider: checked for free, without a canary
   * @throws IllegalArgumentException if the name or the address has another form
   */
  public static AiProvider anthropic(String name, URI base, Supplier<String> key) {
    return of(name, ApiShape.ANTHROPIC, base, key);
  }

  private static AiProvider of(String name, ApiShape shape, URI base, Supplier<String> key) {
    Objects.requireNonNull(key, "key must not be null");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "provider name '" + name + "' must be lower-case words joined by hyphens");
    }
    // Without the address in the text: it may hold a password.
    if (base.getHost() == null || base.getUserInfo() != null || base.getQuery() != null) {
      throw new IllegalArgumentException(
          "address of provider '" + name + "' must have a host, and neither user nor query");
    }
    boolean local = base.getHost().equals("localhost") || base.getHost().equals("127.0.0.1");
    if (!"https".equals(base.getScheme()) && !(local && "http".equals(base.getScheme()))) {
      throw new IllegalArgumentException(
          "address of provider '" + name + "' must be https, since the key goes there");
    }
    return new AiProvider(name, shape, base, key, true, new Canary("", 0));
  }

  /**
   * Never sends the free request: the provider is judged by the service's own calls alone.
   *
   * @return a provider like this one
   */
  public AiProvider withoutFreeCheck() {
    return new AiProvider(name, shape, base, key, false, canary);
  }

  /**
   * Allows billed calls: one short prompt with an answer of at most 5 tokens each, when the
   * service's own calls did not succeed lately and the free check found no fault. They are spread
   * over the day. The budget is that of this process: a restart begins a new one.
   *
   * @param model the model to ask
   * @param callsPerDay at most so many in 24 hours; 1 to 1,440
   * @return a provider like this one
   * @throws IllegalArgumentException if the model's name has an odd character, or the number is out
   *     of range
   */
  public AiProvider withCanary(String model, int callsPerDay) {
    if (!MODEL.matcher(model).matches()) {
      throw new IllegalArgumentException("model '" + model + "' must match " + MODEL);
    }
    if (callsPerDay < 1 || callsPerDay > MOST_CALLS) {
      throw new IllegalArgumentException(
          "callsPerDay must be between 1 and " + MOST_CALLS + ", but is " + callsPerDay);
    }
    return new AiProvider(name, shape, base, key, freeCheck, new Canary(model, callsPerDay));
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  ApiShape shape() {
    return shape;
  }

  URI address(String path) {
    String start = base.toString();
    return URI.create(
        (start.endsWith("/") ? start.substring(0, start.length() - 1) : start) + path);
  }

  Supplier<String> key() {
    return key;
  }

  boolean freeCheck() {
    return freeCheck;
  }

  Canary canary() {
    return canary;
  }

  @Override
  public String toString() {
    return name;
  }
}
