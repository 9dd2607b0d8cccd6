/** The authentication probe on a real OIDC provider. */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.auth;
