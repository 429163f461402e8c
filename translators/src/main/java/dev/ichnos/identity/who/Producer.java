package dev.ichnos.identity.who;

import dev.ichnos.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Who produced spans, as the rules read their evidence.
 *
 * @param resource as it is, if no rule had anything to add equal to the one that came
 * @param rules those that changed it, as {@link Additions} counts them; 0 for none
 * @param podName by which the directory was asked; empty if it was not asked by name
 * @param podNamespace that pod's namespace
 * @param pod what the directory said; null if it knew nothing, or was not asked
 */
record Producer(
    Resource resource, int rules, String podName, String podNamespace, @Nullable Pod pod) {}
