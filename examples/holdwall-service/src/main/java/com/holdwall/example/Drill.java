package com.holdwall.example;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.SymptomId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One fault, or two at once, and what the service must say about it. Immutable.
 *
 * @param name the fault's name in the results
 * @param story what is done, for a person who watches
 * @param needs the servers that it needs beside those that are always there
 * @param expected what must be said, one for each fault
 * @param fault does it
 */
record Drill(
    String name, String story, Set<Environment.Part> needs, List<Expected> expected, Fault fault) {

  Drill {
    needs = Set.copyOf(needs);
    expected = List.copyOf(expected);
    if (expected.isEmpty()) {
      throw new IllegalArgumentException("drill '" + name + "' must expect a symptom");
    }
  }

  /**
   * What the service must say about one fault.
   *
   * @param symptoms the symptoms that must be observed, all of one runbook, which must be ranked
   *     before all runbooks that no fault of the drill is about; not empty
   * @param probe the probe whose health must show the finding; empty for none
   * @param finding the finding; empty for none
   */
  record Expected(List<SymptomId> symptoms, String probe, String finding) {

    Expected {
      symptoms = List.copyOf(symptoms);
      if (symptoms.stream().map(SymptomId::runbook).distinct().count() != 1) {
        throw new IllegalArgumentException("expected symptoms must be of one runbook: " + symptoms);
      }
    }

    static Expected of(SymptomId... symptoms) {
      return new Expected(List.of(symptoms), "", "");
    }

    Expected found(String byProbe, Enum<?> what) {
      return new Expected(symptoms, byProbe, what.name());
    }

    RunbookId runbook() {
      return symptoms.get(0).runbook();
    }

    Optional<String> wanted() {
      return finding.isEmpty() ? Optional.empty() : Optional.of(finding);
    }
  }

  /** Breaks something. */
  interface Fault {
    Repair inject(Stage stage) throws Exception;
  }

  /** Something that may fail. */
  interface Action {
    void run() throws Exception;
  }

  /**
   * Undoes the fault.
   *
   * @param story what is done, for a person who watches
   * @param action does it
   */
  record Repair(String story, Action action) {}

  static Drill of(String name, String story, Expected expected, Fault fault) {
    return new Drill(name, story, Set.of(), List.of(expected), fault);
  }

  Drill needing(Environment.Part part) {
    return new Drill(name, story, Set.of(part), expected, fault);
  }

  /** Two faults at once: the report must name both causes. */
  static Drill both(String name, Drill one, Drill other) {
    List<Expected> expected = new ArrayList<>(one.expected);
    expected.addAll(other.expected);
    Set<Environment.Part> needs = new HashSet<>(one.needs);
    needs.addAll(other.needs);
    return new Drill(
        name,
        one.story + "; and " + other.story,
        needs,
        expected,
        stage -> inject(one.fault, other.fault, stage));
  }

  private static Repair inject(Fault one, Fault other, Stage stage) throws Exception {
    Repair first = one.inject(stage);
    try {
      Repair second = other.inject(stage);
      return new Repair(
          first.story() + "; " + second.story(), () -> runAll(second.action(), first.action()));
    } catch (Exception failed) {
      first.action().run();
      throw failed;
    }
  }

  private static void runAll(Action one, Action other) throws Exception {
    try {
      one.run();
    } finally {
      other.run();
    }
  }

  List<SymptomId> symptoms() {
    return expected.stream().flatMap(e -> e.symptoms().stream()).toList();
  }

  List<RunbookId> runbooks() {
    return expected.stream().map(Expected::runbook).toList();
  }
}
