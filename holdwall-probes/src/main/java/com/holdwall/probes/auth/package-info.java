/** Sign-in: a service's session endpoint, OIDC providers and their keys, and how logins end. */
@NullMarked
package com.holdwall.probes.auth;

import org.jspecify.annotations.NullMarked;
