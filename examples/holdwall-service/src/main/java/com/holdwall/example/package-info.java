/**
 * The main job: a service on a real PostgreSQL that it starts itself, broken and diagnosed for
 * real.
 */
@NullMarked
package com.holdwall.example;

import org.jspecify.annotations.NullMarked;
