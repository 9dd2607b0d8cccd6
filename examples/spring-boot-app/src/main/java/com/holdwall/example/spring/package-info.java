/** The least that a Spring Boot application writes. */
@NullMarked
package com.holdwall.example.spring;

import org.jspecify.annotations.NullMarked;
