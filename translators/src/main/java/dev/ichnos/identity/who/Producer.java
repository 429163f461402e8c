package dev.ichnos.identity.who;

import dev.ichnos.model.Resource;

/**
 * Who produced spans, as the rules read their evidence.
 *
 * @param resource the one that came, if no rule had anything to add
 * @param rules those that changed it, as {@link Additions} counts them
 */
record Producer(Resource resource, int rules) {}
