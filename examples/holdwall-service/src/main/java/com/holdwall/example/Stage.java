package com.holdwall.example;

import com.holdwall.example.app.HoldwallService;

/**
 * What a fault may break. Immutable.
 *
 * @param environment the servers
 * @param service the service on them
 * @param operator tells the service what nothing inside it can see
 */
record Stage(Environment environment, HoldwallService service, Operator operator) {}
