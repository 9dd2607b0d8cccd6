package com.holdwall.example;

import java.util.ArrayList;
import java.util.List;

/** All drills, in the order in which they run. */
final class Drills {

  private Drills() {}

  static List<Drill> all() {
    List<Drill> all = new ArrayList<>();
    all.addAll(DatabaseDrills.all());
    all.addAll(CacheDrills.all());
    all.addAll(EventDrills.all());
    all.addAll(TrafficDrills.all());
    all.addAll(ResourceDrills.all());
    all.addAll(SignInDrills.all());
    all.addAll(ModelDrills.all());
    all.addAll(SearchDrills.all());
    all.addAll(doubles());
    return all;
  }

  private static List<Drill> doubles() {
    return List.of(
        Drill.both("database-and-redis", DatabaseDrills.KILLED, CacheDrills.KILLED),
        Drill.both("redis-and-ai", CacheDrills.KILLED, ModelDrills.KEY_REVOKED),
        Drill.both("oidc-and-chroma", SignInDrills.KEYS_REPLACED, SearchDrills.KILLED),
        Drill.both("kafka-and-database", EventDrills.KILLED, DatabaseDrills.KILLED),
        Drill.both("memory-and-disk", ResourceDrills.LEAK, ResourceDrills.DISK_FULL));
  }

  /**
   * Chooses drills by name.
   *
   * @param names comma-separated names; all drills if empty
   * @throws IllegalArgumentException if a name is no drill's
   */
  static List<Drill> named(String names) {
    List<Drill> all = all();
    if (names.isBlank()) {
      return all;
    }
    List<Drill> chosen = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      chosen.add(
          all.stream()
              .filter(drill -> drill.name().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "drill '"
                              + name
                              + "' must be one of "
                              + all.stream().map(Drill::name).toList())));
    }
    return chosen;
  }
}
