/**
 * The application of the example: what a team would write around the library. One class for each
 * dependency; {@link com.holdwall.example.app.HoldwallService} puts them together and watches them.
 */
@NullMarked
package com.holdwall.example.app;

import org.jspecify.annotations.NullMarked;
