package com.holdwall.example.reference;

import java.util.List;

/**
 * A system property or Maven property of the build, the demo or the tests.
 *
 * @param name its name, as after {@code -D}
 * @param normally its default
 * @param meaning what it is
 */
record Properties(String name, String normally, String meaning) {

  /** All that a person gives. */
  static List<Properties> all() {
    return List.of(
        new Properties(
            "drill", "all drills", "With `-Pdemo`: the drills to run, with commas between."),
        new Properties(
            "drill.healthy",
            "10",
            "With `-Pdemo`: seconds in which nothing is broken, before and after."),
        new Properties(
            "serve", "off", "With `-Pdemo`: the example stays up, with its console and buttons."),
        new Properties(
            "serve.port", "0", "With `-Dserve`: the console's port; 0 for any free one."),
        new Properties(
            "bench", ".*", "With `-Pbenchmarks`: a regular expression of the benchmarks to run."),
        new Properties("holdwall.soak", "false", "The long form of long checks; `-Psoak` sets it."),
        new Properties(
            "holdwall.test.services",
            "embedded",
            "Where the tests get their servers: `embedded` or `testcontainers`."),
        new Properties(
            "holdwall.test.image",
            "ubuntu:24.04",
            "With `testcontainers`: the image that the servers' programs are bound into; glibc 2.34"
                + " and OpenSSL 3."),
        new Properties(
            "holdwall.noloss.seed",
            "drawn anew",
            "Repeats a run of the test that kills consumers."),
        new Properties(
            "holdwall.chromium", "none", "Path of the browser that the console page is tested in."),
        new Properties("holdwall.chromedriver", "none", "Path of its driver."),
        new Properties(
            "holdwall.promtool", "none", "Path of Prometheus' promtool, which checks the rules."),
        new Properties(
            "holdwall.prometheus", "none", "Path of the Prometheus that scrapes the meters."),
        new Properties(
            SettingsPage.WRITE, "off", "Writes the reference pages instead of comparing them."));
  }
}
