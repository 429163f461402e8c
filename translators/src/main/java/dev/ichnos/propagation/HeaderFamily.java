package dev.ichnos.propagation;

import java.util.List;
import java.util.Set;

/**
 * One family of propagation headers: reads them into a {@link TraceContext} and writes them from
 * one. {@link HeaderFamilies} holds all of them. Pure, stateless, safe to share between threads;
 * neither method ever throws for what a peer sent.
 */
public interface HeaderFamily {
  /** Its short name, such as {@code b3} or {@code traceparent}: unique, lower case. */
  String id();

  /** The headers that it reads and writes: lower case, in the order of writing. */
  List<String> headers();

  /**
   * Reads the context that these headers hold. Lenient where senders are known to deviate (said in
   * the result), exact otherwise. An empty value is an absent header; blanks around a value do not
   * count.
   */
  HeaderReading read(HeaderLookup headers);

  /** Writes the context in exactly the family's own form, as far as the family can say it. */
  HeaderWriting write(TraceContext context);

  /** All that {@link #write} may ever report as lost. */
  Set<Loss> cannotSay();
}
