package com.holdwall.probes.http;

import java.io.IOException;

/** Answers the requests of one route. Thread-safe. */
interface Endpoint {

  HealthResponse answer(Call call) throws IOException;
}
