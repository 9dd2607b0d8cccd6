/**
 * The long-term fixes that the runbooks ask for: guarded calls, and a data source that outlives the
 * restart of its database.
 *
 * <p>Drivers and Micrometer are optional: only the package that is named after one needs it.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module com.holdwall.resilience {
  requires static transitive org.jspecify;
  requires static kafka.clients;
  requires static langchain4j.core;
  requires static micrometer.core;
  requires transitive io.github.resilience4j.circuitbreaker;
  requires transitive io.github.resilience4j.core;
  requires transitive io.github.resilience4j.retry;
  requires java.net.http;
  requires transitive java.sql;

  exports com.holdwall.resilience;
  exports com.holdwall.resilience.ai;
  exports com.holdwall.resilience.ai.langchain4j;
  exports com.holdwall.resilience.dlq;
  exports com.holdwall.resilience.dlq.jdbc;
  exports com.holdwall.resilience.dlq.kafka;
  exports com.holdwall.resilience.dlq.redrive;
  exports com.holdwall.resilience.jdbc;
  exports com.holdwall.resilience.micrometer;
}
