package com.holdwall.resilience.dlq.kafka;

/** Takes what a record turned into, and finishes the record when it is safe. */
interface Outbox {

  void send(InFlight item, Parcel parcel);
}
