/** The least that a service without a framework writes. */
@NullMarked
package com.holdwall.example.embedding;

import org.jspecify.annotations.NullMarked;
