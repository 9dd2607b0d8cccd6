package com.holdwall.probes.vectordb;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A search whose nearest neighbour is known. Immutable.
 *
 * @param collection the collection's name
 * @param vector what is searched for
 * @param nearest the id that must come first
 * @param records what the collection is filled with, by id, where the probe may create it; empty
 *     where it may not
 */
public record Canary(
    String collection, List<Float> vector, String nearest, Map<String, List<Float>> records) {

  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]");

  /**
   * Checks the name and copies the vectors.
   *
   * @throws IllegalArgumentException if the name is not 3 to 512 letters, digits, dots, hyphens and
   *     underscores, the vector is empty or not finite, the id is blank, or the records lack it or
   *     have vectors of another length
   */
  public Canary {
    if (!NAME.matcher(collection).matches()) {
      throw new IllegalArgumentException("collection '" + collection + "' must match " + NAME);
    }
    if (vector.isEmpty() || vector.stream().anyMatch(number -> !Float.isFinite(number))) {
      throw new IllegalArgumentException("vector must hold finite numbers, but is " + vector);
    }
    if (nearest.isBlank()) {
      throw new IllegalArgumentException("nearest must not be blank, but is '" + nearest + "'");
    }
    vector = List.copyOf(vector);
    Map<String, List<Float>> copies = new TreeMap<>();
    records.forEach((id, numbers) -> copies.put(id, List.copyOf(numbers)));
    records = Map.copyOf(copies);
    int length = vector.size();
    if (!records.isEmpty() && !records.containsKey(nearest)) {
      throw new IllegalArgumentException("records must hold '" + nearest + "', but do not");
    }
    if (records.values().stream().anyMatch(numbers -> numbers.size() != length)) {
      throw new IllegalArgumentException("records must have vectors of " + length + " numbers");
    }
  }

  /**
   * A search in a collection that is there already. The probe only reads.
   *
   * @param collection the collection's name
   * @param vector what to search for: as many numbers as its vectors have
   * @param nearest the id that must come first; not a secret
   * @return the canary
   * @throws IllegalArgumentException if one of them is malformed
   */
  public static Canary readOnly(String collection, List<Float> vector, String nearest) {
    return new Canary(collection, vector, nearest, Map.of());
  }

  /**
   * A collection of the probe's own, {@code holdwall-canary}, with four records of four numbers. It
   * is created once if it is not there; any other collection is left alone.
   *
   * @return the canary
   */
  public static Canary own() {
    Map<String, List<Float>> records = new TreeMap<>();
    records.put("north", List.of(1f, 0f, 0f, 0f));
    records.put("east", List.of(0f, 1f, 0f, 0f));
    records.put("south", List.of(0f, 0f, 1f, 0f));
    records.put("west", List.of(0f, 0f, 0f, 1f));
    return new Canary("holdwall-canary", List.of(0.9f, 0.1f, 0f, 0f), "north", records);
  }

  boolean mayBeCreated() {
    return !records.isEmpty();
  }
}
