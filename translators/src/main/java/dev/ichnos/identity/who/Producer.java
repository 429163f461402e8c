package dev.ichnos.identity.who;

import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.model.Resource;
import java.util.Set;

/**
 * Who produced spans, as the rules read their evidence.
 *
 * @param resource the one that came, if no rule had anything to add
 * @param rules those that changed it
 */
record Producer(Resource resource, Set<RuleId> rules) {}
