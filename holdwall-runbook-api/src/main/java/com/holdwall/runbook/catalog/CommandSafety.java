package com.holdwall.runbook.catalog;

import static com.holdwall.runbook.Precondition.absent;
import static com.holdwall.runbook.Precondition.manual;
import static com.holdwall.runbook.SafetyClass.DESTRUCTIVE;
import static com.holdwall.runbook.SafetyClass.MUTATING;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.StepId;
import java.util.List;
import java.util.Map;

/** Why each of the six commands is not simply safe, and what to look at first. */
final class CommandSafety {

  private CommandSafety() {}

  static Map<StepId, Safety> byStep() {
    return Map.of(
        first(HoldwallRunbooks.DATABASE_CONNECTION_ISSUES), restartForThePool(),
        first(HoldwallRunbooks.REDIS_CACHE_FAILURES), restartRedis(),
        first(HoldwallRunbooks.KAFKA_CONSUMER_LAG), scaleWorkers(),
        first(HoldwallRunbooks.MEMORY_LEAKS), restartForMemory(),
        first(HoldwallRunbooks.DISK_SPACE_ISSUES), deleteOldLogs(),
        first(HoldwallRunbooks.VECTOR_DATABASE_ISSUES), restartChroma());
  }

  private static StepId first(RunbookId runbook) {
    return new StepId(runbook, Section.IMMEDIATE, 1);
  }

  private static Safety restartForThePool() {
    return new Safety(
        MUTATING,
        "a rolling restart starts the new pod, with a pool of its own, before the old one goes",
        List.of(
            absent(
                HoldwallSymptoms.DATABASE_CONNECTION_REFUSED,
                "the database accepts connections: a new pod needs them at once"),
            manual("the database has connections left for one more pool")));
  }

  private static Safety restartRedis() {
    return new Safety(
        DESTRUCTIVE,
        "without current persistence the whole cache is lost, and every miss goes to the database",
        List.of(
            manual("`INFO persistence` shows a current AOF or RDB, or the cache may be lost"),
            absent(
                HoldwallSymptoms.DATABASE_CONNECTION_REFUSED,
                "the database accepts connections: it serves every miss of an empty cache"),
            absent(
                HoldwallSymptoms.DATABASE_POOL_EXHAUSTED,
                "the database can take the load of an empty cache")));
  }

  private static Safety scaleWorkers() {
    return new Safety(
        MUTATING,
        "the number is absolute: more than 5 workers become 5, and an autoscaler undoes it",
        List.of(
            manual("fewer than 5 workers run now"),
            manual("the topics have at least 5 partitions: a worker without one does nothing"),
            manual("no autoscaler owns this deployment")));
  }

  private static Safety restartForMemory() {
    return new Safety(
        MUTATING,
        "it destroys the evidence of the leak, and it is the same restart as for the database",
        List.of(
            manual("a class histogram or a heap dump has been taken"),
            manual("the deployment was not restarted a moment ago for another runbook")));
  }

  private static Safety deleteOldLogs() {
    return new Safety(
        DESTRUCTIVE,
        "files are gone for good, and one that is still open frees no space",
        List.of(
            manual("the same command with -print instead of -delete lists only what may go"),
            manual("the logs have been shipped, or nobody needs them")));
  }

  private static Safety restartChroma() {
    return new Safety(
        DESTRUCTIVE,
        "without a persistent volume every collection is lost",
        List.of(manual("the deployment mounts a persistent volume for its data")));
  }
}
