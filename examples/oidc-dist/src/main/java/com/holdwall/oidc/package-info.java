/** The process of an OIDC provider; started by {@code OidcServer}, never on a test's class path. */
@org.jspecify.annotations.NullMarked
package com.holdwall.oidc;
