package com.holdwall.runbook.json;

/** JSON that does not have the form of a runbook catalogue. Its message names the place. */
public final class JsonFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The place as a JSON pointer. */
  private final String pointer;

  JsonFormatException(String source, String pointer, String found, String expected) {
    super(source + "#" + pointer + ": found " + found + ", but expected " + expected);
    this.pointer = pointer;
  }

  /** {@return the place as a JSON pointer (RFC 6901); empty for the whole document} */
  public String pointer() {
    return pointer;
  }
}
