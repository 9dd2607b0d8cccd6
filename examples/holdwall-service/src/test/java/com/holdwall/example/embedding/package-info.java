/** That it works, and that it is short. */
@org.jspecify.annotations.NullMarked
package com.holdwall.example.embedding;
