package com.holdwall.resilience;

/**
 * What a {@link Guard} has done since it was built. Immutable. Read while callers go on, so that
 * the numbers may differ by the calls under way.
 *
 * @param succeeded calls that their first attempt answered
 * @param recovered calls that a later attempt answered
 * @param failed calls that failed
 * @param rejected calls that were not made
 * @param retries attempts after the first, hedges left out
 * @param hedges attempts sent while another ran
 * @param timeouts attempts that took longer than they were given
 * @param budgetDenied attempts not made because the retry budget was empty
 * @param fallbacks calls answered by their fallback
 */
public record GuardCounts(
    long succeeded,
    long recovered,
    long failed,
    long rejected,
    long retries,
    long hedges,
    long timeouts,
    long budgetDenied,
    long fallbacks) {}
