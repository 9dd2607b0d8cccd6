package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;

/**
 * What the probe of a runbook's own component says: it can carry a supporting symptom, or
 * contradict one. Immutable.
 *
 * @param component the probe's name
 * @param runbook the runbook of that component
 * @param status its health
 * @param summary one sentence for a person; holds no secret
 */
public record ComponentHealth(String component, RunbookId runbook, Status status, String summary) {}
