package com.holdwall.resilience.ai;

/**
 * What a router has done so far. Immutable.
 *
 * @param answered calls that the first model asked answered
 * @param fallbacks calls that a later model answered
 * @param failed calls without an answer
 * @param hedges second models asked while the first had not answered
 * @param waits waits for a model to cool
 * @param lastResorts models asked although they were left alone
 * @param budgetDenied fallbacks and hedges for which the budget was empty
 */
public record RouterCounts(
    long answered,
    long fallbacks,
    long failed,
    long hedges,
    long waits,
    long lastResorts,
    long budgetDenied) {}
