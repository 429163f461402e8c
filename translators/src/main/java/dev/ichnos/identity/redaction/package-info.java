/** Takes secrets out of spans at acceptance, before anything is stored. */
@NullMarked
package dev.ichnos.identity.redaction;

import org.jspecify.annotations.NullMarked;
