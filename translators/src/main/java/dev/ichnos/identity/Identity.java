package dev.ichnos.identity;

import dev.ichnos.identity.context.ContextRules;
import dev.ichnos.identity.envoy.EnvoyMeaning;
import dev.ichnos.identity.ids.AbsentTimes;
import dev.ichnos.identity.ids.ParentIsSelf;
import dev.ichnos.identity.ids.SharedSpanSplit;
import dev.ichnos.identity.redaction.Redaction;
import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.RuleObserver;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.identity.who.SelfRule;
import dev.ichnos.identity.who.WhoRules;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules of identity that are switched on, in the order of {@link RuleId}. Immutable, safe for
 * many threads, never blocks.
 */
public final class Identity {
  private final SpanRule[] rules;

  /** These rules, with what {@code pods} knows. */
  public Identity(IdentitySettings settings, PodDirectory pods) {
    Objects.requireNonNull(pods, "pods");
    List<SpanRule> on = new ArrayList<>();
    if (settings.has(RuleId.REDACTION)) {
      on.add(new Redaction(settings.redaction()));
    }
    // Before the split, which makes the span's own wire id its parent.
    if (settings.has(RuleId.PARENT_IS_SELF)) {
      on.add(new ParentIsSelf());
    }
    // Before anything that changes who a span is of: the id of a server half hashes what came.
    if (settings.has(RuleId.SHARED_SPAN_SPLIT)) {
      on.add(new SharedSpanSplit());
    }
    if (settings.has(RuleId.ABSENT_TIMES)) {
      on.add(new AbsentTimes());
    }
    if (settings.has(RuleId.SELF)) {
      on.add(new SelfRule(settings.self()));
    }
    @Nullable WhoRules who =
        WhoRules.areIn(settings.rules())
            ? new WhoRules(settings.rules(), settings.clusterName(), pods)
            : null;
    @Nullable EnvoyMeaning meaning =
        Collections.disjoint(settings.rules(), EnvoyMeaning.RULES)
            ? null
            : new EnvoyMeaning(settings.envoy(), settings.rules());
    if (who != null && meaning != null) {
      on.add(inOneCopy(who, meaning));
    } else if (who != null) {
      on.add(who);
    } else if (meaning != null) {
      on.add(meaning);
    }
    // Last: who took a request is known, and server halves have hashed the trace id that came.
    if (settings.has(RuleId.TRUST_PARENT)
        || settings.has(RuleId.CAPTURED_CONTEXT)
        || settings.has(RuleId.TRACE_ID_FROM_HEADER)) {
      on.add(new ContextRules(settings.rules(), settings.contexts()));
    }
    rules = on.toArray(SpanRule[]::new);
  }

  /**
   * The batch as the rules read it: the same instance if no rule changed a span; empty if they left
   * every span out.
   *
   * @param observer told once for each rule that changed something or left something out
   */
  @SuppressWarnings("ReferenceEquality") // a rule that changes nothing answers the same instance
  public SpanBatch apply(SpanBatch batch, RuleObserver observer) {
    Changes changes = new Changes();
    SpanRule.Pass[] passes = begin(batch.origin(), changes);
    List<Span> spans = batch.spans();
    @Nullable List<Span> changed = null;
    for (int i = 0; i < spans.size(); i++) {
      Span before = spans.get(i);
      @Nullable Span after = apply(passes, before);
      if (changed == null && after != before) {
        changed = new ArrayList<>(spans.size());
        changed.addAll(spans.subList(0, i));
      }
      if (changed != null && after != null) {
        changed.add(after);
      }
    }
    changes.tell(observer);
    return changed == null ? batch : batch.withSpans(changed);
  }

  /** One rule and then the other: both change nearly every span, which is copied once. */
  private static SpanRule inOneCopy(WhoRules who, EnvoyMeaning meaning) {
    return (origin, changes) -> {
      WhoRules.Reading reading = who.begin(origin, changes);
      EnvoyMeaning.Reader reader = meaning.begin(origin, changes);
      return span -> reader.apply(span, reading.resource(span));
    };
  }

  private SpanRule.Pass[] begin(Origin origin, Changes changes) {
    SpanRule.Pass[] passes = new SpanRule.Pass[rules.length];
    for (int i = 0; i < rules.length; i++) {
      passes[i] = rules[i].begin(origin, changes);
    }
    return passes;
  }

  private static @Nullable Span apply(SpanRule.Pass[] passes, Span before) {
    @Nullable Span span = before;
    for (SpanRule.Pass pass : passes) {
      if (span == null) {
        return null;
      }
      span = pass.apply(span);
    }
    return span;
  }
}
