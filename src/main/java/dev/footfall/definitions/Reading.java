package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import java.util.List;

/**
 * What a store of definitions holds at a moment.
 *
 * @param texts all files, in their order
 */
public record Reading(List<Declaration.Text> texts) {}
