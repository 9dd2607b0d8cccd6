package com.holdwall.probes.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the body of {@code GET /api/auth/session} means. Holdwall's service answers with status 200
 * whatever happens, and hides each of its failures behind an object without user and expiry. Keeps
 * nothing of the body: it names a user.
 */
enum SessionBody {
  /** The literal {@code null} of NextAuth 5, or the empty object of NextAuth 4. */
  SIGNED_OUT(true, "works: signed out"),
  /** An object with a user and an expiry. */
  SIGNED_IN(true, "works: signed in"),
  /** An object whose user and expiry are both null. */
  MASKED_FAILURE(false, "a failure hidden behind a session without user and expiry"),
  /** Markup: a page of a gateway, of a login or of an error. */
  MARKUP(false, "a page instead of JSON"),
  /** Nothing at all. */
  EMPTY(false, "an empty body"),
  /** Neither a session nor JSON. */
  SENSELESS(false, "a body that is no session");

  private static final JsonFactory JSON = new JsonFactory();

  private final boolean works;
  private final String words;

  SessionBody(boolean works, String words) {
    this.works = works;
    this.words = words;
  }

  boolean works() {
    return works;
  }

  String words() {
    return words;
  }

  static SessionBody of(String body) {
    String text = body.strip();
    if (text.isEmpty()) {
      return EMPTY;
    }
    if (text.startsWith("<")) {
      return MARKUP;
    }
    try (JsonParser json = JSON.createParser(text)) {
      SessionBody meaning = value(json);
      return json.nextToken() == null ? meaning : SENSELESS;
    } catch (IOException noJson) {
      return SENSELESS;
    }
  }

  private static SessionBody value(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.VALUE_NULL) {
      return SIGNED_OUT;
    }
    if (first != JsonToken.START_OBJECT) {
      json.skipChildren();
      return SENSELESS;
    }
    JsonToken user = null;
    JsonToken expires = null;
    boolean any = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      any = true;
      String field = json.currentName();
      JsonToken value = json.nextToken();
      json.skipChildren();
      if (field.equals("user")) {
        user = value;
      } else if (field.equals("expires")) {
        expires = value;
      }
    }
    return any ? object(user, expires) : SIGNED_OUT;
  }

  private static SessionBody object(@Nullable JsonToken user, @Nullable JsonToken expires) {
    if (user == JsonToken.START_OBJECT && expires == JsonToken.VALUE_STRING) {
      return SIGNED_IN;
    }
    return user == JsonToken.VALUE_NULL && expires == JsonToken.VALUE_NULL
        ? MASKED_FAILURE
        : SENSELESS;
  }
}
