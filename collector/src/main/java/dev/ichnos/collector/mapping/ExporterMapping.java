package dev.ichnos.collector.mapping;

import dev.ichnos.collector.pipeline.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one exporter would do with a payload.
 *
 * @param exporter its id
 * @param account of all spans that came out of identity
 * @param changed spans that repairs changed, by rule
 * @param refusals spans that the backend has no room for, by what is against them; the account has
 *     them as {@code not_encodable}
 * @param sends false where it sends nothing and its messages only show what it keeps
 * @param messages in the order in which they would leave
 */
public record ExporterMapping(
    String exporter,
    Ledger.Account account,
    Map<String, Long> changed,
    Map<String, Integer> refusals,
    boolean sends,
    List<MappedMessage> messages) {
  public ExporterMapping {
    Objects.requireNonNull(exporter, "exporter");
    Objects.requireNonNull(account, "account");
    changed = Map.copyOf(changed);
    refusals = Map.copyOf(refusals);
    messages = List.copyOf(messages);
  }

  /** Whether it would send what the other would, byte for byte. */
  public boolean sendsAs(ExporterMapping other) {
    if (messages.size() != other.messages.size() || messages.isEmpty()) {
      return false;
    }
    for (int i = 0; i < messages.size(); i++) {
      if (!messages.get(i).isSameAs(other.messages.get(i))) {
        return false;
      }
    }
    return true;
  }
}
