package com.holdwall.probes;

import java.util.random.RandomGenerator;

/** What the runners of one registry share. */
record RunnerTools(
    ProbeTimer timer,
    Workers workers,
    RandomGenerator random,
    EventQueue events,
    SymptomBoard symptoms,
    Cleaner cleaner,
    Runnable changed) {}
