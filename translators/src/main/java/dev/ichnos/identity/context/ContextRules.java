package dev.ichnos.identity.context;

import dev.ichnos.identity.context.ContextSettings.Mode;
import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.semconv.IchnosKeys;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules on which trace a span belongs to, as its receiver's {@link ContextSettings} say: {@link
 * RuleId#TRUST_PARENT} at untrusted gateways, then {@link RuleId#CAPTURED_CONTEXT} where the mode
 * is {@link Mode#ANNOTATE} or {@link Mode#REWRITE_HEADER}, and in the latter {@link
 * RuleId#TRACE_ID_FROM_HEADER}. The other modes change nothing here.
 */
public final class ContextRules implements SpanRule {
  private static final Pass NOTHING = span -> span;

  private final boolean trustParent;
  private final boolean capturedContext;
  private final boolean traceIdFromHeader;
  private final Map<String, ContextSettings> byReceiver;

  /**
   * Those of the three rules that are on.
   *
   * @param byReceiver by {@link Origin#receiver}; {@link ContextSettings#defaults} for those that
   *     are not there
   */
  public ContextRules(Set<RuleId> on, Map<String, ContextSettings> byReceiver) {
    trustParent = on.contains(RuleId.TRUST_PARENT);
    capturedContext = on.contains(RuleId.CAPTURED_CONTEXT);
    traceIdFromHeader = on.contains(RuleId.TRACE_ID_FROM_HEADER);
    this.byReceiver = Map.copyOf(byReceiver);
  }

  @Override
  public Pass begin(Origin origin, Changes changes) {
    @Nullable ContextSettings settings = byReceiver.get(origin.receiver());
    if (settings == null) {
      settings = ContextSettings.defaults();
    }
    Pass context = context(settings, origin, changes);
    if (!trustParent || settings.untrustedGateways().isEmpty()) {
      return context;
    }
    TrustParent trust = new TrustParent(settings.untrustedGateways(), changes);
    return span -> context.apply(trust.apply(span));
  }

  private Pass context(ContextSettings settings, Origin origin, Changes changes) {
    Pass links =
        capturedContext && settings.mode().links()
            ? new CapturedLinks(origin.format(), changes)
            : NOTHING;
    if (settings.mode() != Mode.REWRITE_HEADER || !traceIdFromHeader) {
      return links;
    }
    TraceIdFromHeader traceId = new TraceIdFromHeader(settings.family(), origin.format(), changes);
    return span -> {
      // With another trace id than it came with, a span has been here, and what was its own place
      // then does not look like it any more.
      boolean seen = span.attributes().contains(IchnosKeys.ORIGINAL_TRACE_ID);
      @Nullable Span linked = seen ? span : links.apply(span);
      return linked == null ? null : traceId.apply(linked);
    };
  }
}
