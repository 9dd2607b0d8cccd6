/** Auto-configuration for Spring Boot 4. */
@NullMarked
package com.holdwall.probes.http.spring;

import org.jspecify.annotations.NullMarked;
