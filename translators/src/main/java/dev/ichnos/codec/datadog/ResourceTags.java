package dev.ichnos.codec.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyOrders;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.List;

/** What a resource is in Datadog: worked out once, for all spans that share it. */
final class ResourceTags {
  private static final String NO_ENVIRONMENT = "none";

  /** In its normal form, never empty. */
  final String service;

  /** In its normal form, never empty. */
  final String environment;

  /** Empty when absent. */
  final String version;

  /** Empty when unknown. */
  final String hostname;

  /** Empty when absent. */
  final String containerId;

  /** What tells the pod, or else the container, from others; empty when nothing does. */
  final String pod;

  final List<String> containerTags;

  /** What all of this lost; counted once for a message. */
  final Losses losses = new Losses();

  /** Every attribute that no field above says. */
  final TagTable tags = new TagTable();

  ResourceTags(Resource resource, DatadogOptions options, KeyOrders<TagOrder> orders) {
    Attributes attributes = resource.attributes();
    service = serviceName(attributes.string(OtelKeys.SERVICE_NAME), losses);
    environment = environment(attributes, options);
    version = losses.cutMarked(attributes.string(OtelKeys.SERVICE_VERSION), Limits.VALUE);
    hostname = Hostnames.of(attributes, options.clusterInHostname());
    containerId = losses.cut(attributes.string(OtelKeys.CONTAINER_ID), Limits.KEY);
    pod = pod(attributes, containerId);
    containerTags = ContainerTags.of(attributes);
    Attributes rest =
        attributes.toBuilder()
            .remove(OtelKeys.DEPLOYMENT_ENVIRONMENT_NAME)
            .remove(OtelKeys.DEPLOYMENT_ENVIRONMENT)
            .remove(OtelKeys.SERVICE_VERSION)
            .remove(DatadogKeys.ENV)
            .build();
    new AttributeTags(tags, losses, new JsonText()).put(rest, orders.of(rest), service);
  }

  /** A service in its normal form, within its limit, never empty. */
  static String serviceName(String name, Losses losses) {
    String normal = NormalForms.tagValue(losses.cut(name, Limits.SERVICE));
    return normal.isEmpty() ? NormalForms.UNNAMED_SERVICE : normal;
  }

  /** First what the resource states, then its namespace's, then the configured one. */
  private static String environment(Attributes resource, DatadogOptions options) {
    String stated = resource.string(OtelKeys.DEPLOYMENT_ENVIRONMENT_NAME);
    if (stated.isEmpty()) {
      stated = resource.string(OtelKeys.DEPLOYMENT_ENVIRONMENT);
    }
    if (stated.isEmpty()) {
      stated = resource.string(DatadogKeys.ENV);
    }
    String normal = NormalForms.tag(stated);
    if (normal.isEmpty()) {
      String namespace = resource.string(OtelKeys.K8S_NAMESPACE_NAME);
      if (namespace.isEmpty()) {
        namespace = resource.string(OtelKeys.SERVICE_NAMESPACE);
      }
      normal = NormalForms.tag(options.namespaceEnvironments().getOrDefault(namespace, ""));
    }
    if (normal.isEmpty()) {
      normal = NormalForms.tag(options.environment());
    }
    return normal.isEmpty() ? NO_ENVIRONMENT : normal;
  }

  private static String pod(Attributes resource, String containerId) {
    String uid = resource.string(OtelKeys.K8S_POD_UID);
    String name = resource.string(OtelKeys.K8S_POD_NAME);
    if (!name.isEmpty()) {
      return resource.string(OtelKeys.K8S_NAMESPACE_NAME) + "/" + name;
    }
    return uid.isEmpty() ? containerId : uid;
  }
}
