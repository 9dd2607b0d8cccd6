/**
 * Fallback models for LangChain4j: {@link com.holdwall.resilience.ai.langchain4j.ChatModels} takes
 * its models and gives one of its models, so that a service swaps one line. Needs {@code
 * langchain4j-core}.
 */
@NullMarked
package com.holdwall.resilience.ai.langchain4j;

import org.jspecify.annotations.NullMarked;
