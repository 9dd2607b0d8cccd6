package com.holdwall.probes.vectordb;

import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link Chroma} needs. Not thread-safe; its text never holds the token. */
public final class ChromaBuilder {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,512}");

  private final String base;
  String tenant = "default_tenant";
  String database = "default_database";
  ChromaApi clientApi = ChromaApi.V2;
  @Nullable Supplier<String> token;
  @Nullable SSLContext tls;

  ChromaBuilder(URI base) {
    boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    // Without the address in the text: it may hold a password.
    if (!http || base.getHost() == null || base.getUserInfo() != null || base.getQuery() != null) {
      throw new IllegalArgumentException(
          "the vector database's address must be http or https with a host, and neither user nor"
              + " query");
    }
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private ChromaBuilder(ChromaBuilder other) {
    this.base = other.base;
    this.tenant = other.tenant;
    this.database = other.database;
    this.clientApi = other.clientApi;
    this.token = other.token;
    this.tls = other.tls;
  }

  /**
   * Sets the tenant.
   *
   * @param name its name; {@code default_tenant} by default
   * @return this
   * @throws IllegalArgumentException if it has odd characters
   */
  public ChromaBuilder tenant(String name) {
    tenant = name("tenant", name);
    return this;
  }

  /**
   * Sets the database.
   *
   * @param name its name; {@code default_database} by default
   * @return this
   * @throws IllegalArgumentException if it has odd characters
   */
  public ChromaBuilder database(String name) {
    database = name("database", name);
    return this;
  }

  private static String name(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(what + " '" + name + "' must match " + NAME);
    }
    return name;
  }

  /**
   * Sets the token that goes along as {@code Authorization: Bearer}.
   *
   * @param bearer gives the token, at each request; must not block; none by default
   * @return this
   */
  public ChromaBuilder token(Supplier<String> bearer) {
    token = Objects.requireNonNull(bearer, "bearer must not be null");
    return this;
  }

  /**
   * Says which version of the API the service's own client speaks. The probe itself speaks v2 and,
   * for a client that speaks v1, also asks whether the server still does.
   *
   * @param version the version; {@link ChromaApi#V2} by default
   * @return this
   */
  public ChromaBuilder clientApi(ChromaApi version) {
    clientApi = Objects.requireNonNull(version, "version must not be null");
    return this;
  }

  /**
   * Sets what is trusted over https.
   *
   * @param context with the trust of the service's own client; what the JVM trusts by default
   * @return this
   */
  public ChromaBuilder tls(SSLContext context) {
    tls = Objects.requireNonNull(context, "context must not be null");
    return this;
  }

  /**
   * Makes the store. It sends nothing before it is asked.
   *
   * @return the store
   */
  public Chroma build() {
    return new Chroma(new ChromaBuilder(this));
  }

  URI address(String path) {
    return URI.create(base + path);
  }
}
