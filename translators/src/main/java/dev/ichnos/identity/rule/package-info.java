/**
 * What every rule of identity is made of.
 *
 * <p>A {@link dev.ichnos.identity.rule.SpanRule} is a pure function of a span and its message's
 * {@link dev.ichnos.model.Origin}; for each {@link dev.ichnos.identity.rule.RuleId} that it serves
 * there is a switch, a counter (told through {@link dev.ichnos.identity.rule.Changes}) and a line
 * in docs/formats/identity.md. {@link dev.ichnos.identity.rule.NodeId} and {@link
 * dev.ichnos.identity.rule.UpstreamCluster} read the two texts of Istio's that most rules reason
 * from.
 */
@NullMarked
package dev.ichnos.identity.rule;

import org.jspecify.annotations.NullMarked;
