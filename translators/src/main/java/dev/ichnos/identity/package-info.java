/**
 * The rules that read one span on its own: which ids it has, when it was, who produced it.
 *
 * <p>Each rule is a pure function of the span and its message's {@link dev.ichnos.model.Origin},
 * with an id (the metrics' label and the name in docs/formats/identity.md), a switch in {@link
 * dev.ichnos.identity.IdentityRules} and a counter, told to a {@link
 * dev.ichnos.identity.RuleObserver}. Rules keep no state, so that every replica comes to the same
 * result; applied to their own result they change nothing more; what they changed stands on the
 * span as an {@code ichnos.*} attribute. {@link dev.ichnos.identity.Identity} applies them, in the
 * order of the table in docs/formats/identity.md.
 */
@NullMarked
package dev.ichnos.identity;

import org.jspecify.annotations.NullMarked;
