/**
 * The rules that read one span on its own: who produced it, what it means, which trace it belongs
 * to, when it was.
 *
 * <p>{@link dev.ichnos.identity.Identity} applies them, each span through all of them, in the order
 * of {@link dev.ichnos.identity.rule.RuleId} and of the table in docs/formats/identity.md. Rules
 * keep no state beyond a batch, so that every replica comes to the same result; applied to their
 * own result they change nothing more; what they changed stands on the span as an {@code ichnos.*}
 * attribute.
 *
 * <ul>
 *   <li>{@code rule}: what every rule is made of
 *   <li>{@code redaction}: secrets
 *   <li>{@code ids}: ids and times as the sender left them
 *   <li>{@code who}: service, pod, node; Ichnos itself
 *   <li>{@code envoy}: kind, names, status and attributes of proxies' spans
 *   <li>{@code context}: captured headers
 * </ul>
 */
@NullMarked
package dev.ichnos.identity;

import org.jspecify.annotations.NullMarked;
