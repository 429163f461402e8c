package dev.ichnos.identity.redaction;

import dev.ichnos.identity.rule.Changes;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.rule.SpanRule;
import dev.ichnos.model.Event;
import dev.ichnos.model.KeyPlaces;
import dev.ichnos.model.Link;
import dev.ichnos.model.Origin;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.Status;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of every text of a span ({@link RuleId#REDACTION}): its name, its status, its
 * attributes, those of its events, its links, its resource and its scope. The text {@code REDACTED}
 * says that one was there.
 */
public final class Redaction implements SpanRule {
  private final SecretNames names;
  private final SecretText text;
  private final KeyPlaces places;

  /** What is always a secret, and what {@code settings} says is one. */
  public Redaction(RedactionSettings settings) {
    names = new SecretNames(settings);
    text = new SecretText(names, settings.allQueryValues());
    places = new KeyPlaces(names::meaning);
  }

  @Override
  public Pass begin(Origin origin, Changes changes) {
    return new Reading(text, new RedactedAttributes(names, text, places), changes);
  }

  /** The rule at work on one batch. */
  @SuppressWarnings("ReferenceEquality") // what has no secrets stays the same instance
  private static final class Reading implements Pass {
    private final SecretText text;
    private final RedactedAttributes attributes;
    private final Changes changes;
    private final IdentityHashMap<Resource, Resource> resources = new IdentityHashMap<>(4);
    private @Nullable Resource last;
    private Resource lastRedacted = Resource.EMPTY;
    private @Nullable IdentityHashMap<Scope, Scope> scopes;
    private Scope lastScope = Scope.EMPTY;
    private Scope lastScopeRedacted = Scope.EMPTY;

    Reading(SecretText text, RedactedAttributes attributes, Changes changes) {
      this.text = text;
      this.attributes = attributes;
      this.changes = changes;
    }

    @Override
    public Span apply(Span span) {
      Span.@Nullable Builder builder = null;
      String name = text.redact(span.name(), false);
      if (name != span.name()) {
        builder = span.toBuilder().name(name);
      }
      var values = attributes.of(span.attributes());
      if (values != span.attributes()) {
        builder = (builder == null ? span.toBuilder() : builder).attributes(values);
      }
      List<Event> events = span.events().isEmpty() ? span.events() : events(span.events());
      if (events != span.events()) {
        builder = (builder == null ? span.toBuilder() : builder).events(events);
      }
      List<Link> links = span.links().isEmpty() ? span.links() : links(span.links());
      if (links != span.links()) {
        builder = (builder == null ? span.toBuilder() : builder).links(links);
      }
      String message = text.redact(span.status().message(), false);
      if (message != span.status().message()) {
        Status status = new Status(span.status().code(), message);
        builder = (builder == null ? span.toBuilder() : builder).status(status);
      }
      Resource resource = resource(span.resource());
      if (resource != span.resource()) {
        builder = (builder == null ? span.toBuilder() : builder).resource(resource);
      }
      Scope scope = scope(span.scope());
      if (scope != span.scope()) {
        builder = (builder == null ? span.toBuilder() : builder).scope(scope);
      }
      if (builder == null) {
        return span;
      }
      changes.changed(RuleId.REDACTION);
      return builder.build();
    }

    private List<Event> events(List<Event> events) {
      @Nullable List<Event> changed = null;
      for (int i = 0; i < events.size(); i++) {
        Event event = events.get(i);
        String name = text.redact(event.name(), false);
        var values = attributes.of(event.attributes());
        if (name != event.name() || values != event.attributes()) {
          changed = changed == null ? new ArrayList<>(events) : changed;
          changed.set(
              i, new Event(event.epochNanos(), name, values, event.droppedAttributesCount()));
        }
      }
      return changed == null ? events : changed;
    }

    private List<Link> links(List<Link> links) {
      @Nullable List<Link> changed = null;
      for (int i = 0; i < links.size(); i++) {
        Link link = links.get(i);
        var values = attributes.of(link.attributes());
        if (values != link.attributes()) {
          changed = changed == null ? new ArrayList<>(links) : changed;
          changed.set(
              i,
              new Link(
                  link.traceIdHigh(),
                  link.traceIdLow(),
                  link.spanId(),
                  link.traceState(),
                  link.flags(),
                  values,
                  link.droppedAttributesCount()));
        }
      }
      return changed == null ? links : changed;
    }

    private Resource resource(Resource resource) {
      if (resource != last) {
        lastRedacted = resources.computeIfAbsent(resource, this::redacted);
        last = resource;
      }
      return lastRedacted;
    }

    private Scope scope(Scope scope) {
      if (scope != lastScope) {
        scopes = scopes == null ? new IdentityHashMap<>(4) : scopes;
        lastScopeRedacted = scopes.computeIfAbsent(scope, this::redacted);
        lastScope = scope;
      }
      return lastScopeRedacted;
    }

    private Scope redacted(Scope scope) {
      String name = text.redact(scope.name(), false);
      String version = text.redact(scope.version(), false);
      var values = attributes.of(scope.attributes());
      return name == scope.name() && version == scope.version() && values == scope.attributes()
          ? scope
          : new Scope(name, version, values, scope.droppedAttributesCount(), scope.schemaUrl());
    }

    private Resource redacted(Resource resource) {
      var values = attributes.of(resource.attributes());
      return values == resource.attributes() ? resource : resource.withAttributes(values);
    }
  }
}
