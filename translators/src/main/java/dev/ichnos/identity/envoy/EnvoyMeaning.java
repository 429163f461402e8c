package dev.ichnos.identity.envoy;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of Envoy and Istio mean, whichever tracer sent them and whichever version the
 * proxy has: the rules from {@link RuleId#ENVOY_KIND} to {@link RuleId#PATH_TEMPLATE}, on one
 * reading of a span's attributes. Spans that no proxy made are left as they are. Tables:
 * docs/formats/proxies.md.
 */
public final class EnvoyMeaning implements SpanRule {
  /** The rules that are served here. */
  public static final Set<RuleId> RULES =
      Set.copyOf(EnumSet.range(RuleId.ENVOY_KIND, RuleId.PATH_TEMPLATE));

  private static final Scope ENVOY = new Scope("envoy", "", Attributes.EMPTY, 0, "");

  private final EnvoySettings settings;
  private final Set<RuleId> on;
  private final @Nullable PathTemplates templates;
  private final Upstreams upstreams = new Upstreams();

  /**
   * The rules of {@code on} that are served here, which may be none.
   *
   * @param on all that are switched on
   */
  public EnvoyMeaning(EnvoySettings settings, Set<RuleId> on) {
    this.settings = settings;
    this.on = Set.copyOf(on);
    PathTemplates all = new PathTemplates(settings.pathTemplates(), settings.templateIds());
    this.templates = on.contains(RuleId.PATH_TEMPLATE) && !all.areOff() ? all : null;
  }

  @Override
  public Reader begin(Origin origin, Changes changes) {
    return new Reader(changes);
  }

  /** The rules at work on one batch. */
  public final class Reader implements Pass {
    private final Changes changes;
    private final boolean kind = on.contains(RuleId.ENVOY_KIND);
    private final boolean status = on.contains(RuleId.ENVOY_STATUS);
    private final boolean http = on.contains(RuleId.ENVOY_HTTP);
    private final boolean peer = on.contains(RuleId.ENVOY_PEER);
    private final boolean grpc = on.contains(RuleId.ENVOY_GRPC);
    private final boolean name = on.contains(RuleId.ENVOY_NAME);
    private final ProxySpan proxy = new ProxySpan(upstreams);
    private final Draft draft = new Draft(settings.semconv(), proxy.tags);
    private final Span.Builder builder = Span.builder();
    private final Names names = new Names(name, templates);
    private int edits;

    private Reader(Changes changes) {
      this.changes = changes;
    }

    @Override
    public Span apply(Span span) {
      return apply(span, span.resource());
    }

    /** As {@link #apply(Span)} of the span with this resource, but with one copy for both. */
    public Span apply(Span span, Resource resource) {
      if (!proxy.read(span, resource)) {
        return span.withResource(resource);
      }
      draft.begin(span.attributes());
      edits = 0;
      boolean ours = kind && draft.stable && span.scope().name().isEmpty();
      if (kind) {
        proxy.kind = Kinds.apply(proxy, draft);
        count(RuleId.ENVOY_KIND, ours || proxy.kind != span.kind());
      }
      Status outcome = outcome(span);
      attributes();
      String called = called(span);
      boolean same =
          edits == 0
              && !ours
              && proxy.kind == span.kind()
              && outcome.equals(span.status())
              && called.equals(span.name());
      return same
          ? span.withResource(resource)
          : built(span, resource, called, outcome, ours ? ENVOY : span.scope());
    }

    /** Before the rules that take the proxy's own names out. */
    private Status outcome(Span span) {
      if (!status) {
        return span.status();
      }
      Status outcome = Outcome.apply(proxy, draft);
      count(RuleId.ENVOY_STATUS, !outcome.equals(span.status()));
      return outcome;
    }

    private void attributes() {
      if (http) {
        Http.apply(proxy, draft);
        Urls.apply(proxy, draft);
        count(RuleId.ENVOY_HTTP, false);
      }
      if (peer) {
        Peers.apply(proxy, draft);
        count(RuleId.ENVOY_PEER, false);
      }
      // After those that know better what the server is called.
      if (grpc) {
        Grpc.apply(proxy, draft);
        count(RuleId.ENVOY_GRPC, false);
      }
    }

    private String called(Span span) {
      if (!name && templates == null) {
        return span.name();
      }
      String called = names.apply(proxy, draft);
      RuleId rule = names.templated ? RuleId.PATH_TEMPLATE : RuleId.ENVOY_NAME;
      count(rule, !called.equals(span.name()));
      return called;
    }

    private void count(RuleId rule, boolean changed) {
      if (changed || draft.edits() != edits) {
        changes.changed(rule);
        edits = draft.edits();
      }
    }

    private Span built(Span span, Resource resource, String called, Status outcome, Scope scope) {
      return builder
          .from(span)
          .resource(resource)
          .name(called)
          .kind(proxy.kind)
          .status(outcome)
          .scope(scope)
          .attributes(draft.build())
          .build();
    }
  }
}
