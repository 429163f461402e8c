/**
 * Takes secrets out of spans at acceptance, before anything is stored.
 *
 * <p>{@link dev.ichnos.identity.redaction.Redaction} reads every text of a span. A secret is known
 * by the name that stands before it (an attribute's key, a header's, a parameter's in a query or a
 * connection string: {@code SecretNames}), or by its own form (the user information of a URL,
 * {@code Bearer} and {@code Basic}, a JWT: {@code SecretText}). In its place stands {@code
 * REDACTED}, which tells neither its length nor whether two were alike. docs/redaction.md has the
 * lists.
 */
@NullMarked
package dev.ichnos.identity.redaction;

import org.jspecify.annotations.NullMarked;
