package dev.ichnos.codec.xray;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ichnos.codec.DecodeException;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.XRayKeys;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Reads the objects of a segment whose fields have names of their own in OpenTelemetry. A field
 * that is in no table keeps its name, behind the block's.
 */
final class SegmentBlocks {
  private static final Map<String, String> REQUEST =
      Map.of(
          "method", OtelKeys.HTTP_REQUEST_METHOD,
          "url", OtelKeys.URL_FULL,
          "user_agent", OtelKeys.USER_AGENT_ORIGINAL,
          "client_ip", OtelKeys.CLIENT_ADDRESS,
          "x_forwarded_for", XRayKeys.X_FORWARDED_FOR,
          "traced", XRayKeys.TRACED);

  private static final Map<String, String> RESPONSE =
      Map.of(
          "status", OtelKeys.HTTP_RESPONSE_STATUS_CODE,
          "content_length", OtelKeys.HTTP_RESPONSE_BODY_SIZE);

  private static final Map<String, String> SQL =
      Map.of(
          "database_type", OtelKeys.DB_SYSTEM,
          "sanitized_query", OtelKeys.DB_QUERY_TEXT,
          "user", XRayKeys.DB_USER,
          "url", XRayKeys.DB_CONNECTION_STRING,
          "connection_string", XRayKeys.DB_CONNECTION_STRING);

  private static final Map<String, String> SERVICE = Map.of("version", OtelKeys.SERVICE_VERSION);

  private static final Map<String, String> AWS =
      Map.ofEntries(
          entry("retries", XRayKeys.RETRIES),
          entry("ec2.instance_id", XRayKeys.HOST_ID),
          entry("ec2.availability_zone", XRayKeys.CLOUD_AVAILABILITY_ZONE),
          entry("ec2.instance_size", XRayKeys.HOST_TYPE),
          entry("ec2.ami_id", XRayKeys.HOST_IMAGE_ID),
          entry("ecs.container", XRayKeys.CONTAINER_NAME),
          entry("ecs.container_id", OtelKeys.CONTAINER_ID),
          entry("ecs.availability_zone", XRayKeys.CLOUD_AVAILABILITY_ZONE),
          entry("ecs.task_arn", "aws.ecs.task.arn"),
          entry("ecs.task_family", "aws.ecs.task.family"),
          entry("ecs.cluster_arn", "aws.ecs.cluster.arn"),
          entry("ecs.container_arn", "aws.ecs.container.arn"),
          entry("ecs.launch_type", "aws.ecs.launchtype"),
          entry("eks.cluster_name", OtelKeys.K8S_CLUSTER_NAME),
          entry("eks.pod", OtelKeys.K8S_POD_NAME),
          entry("eks.container_id", OtelKeys.CONTAINER_ID),
          entry("elastic_beanstalk.environment_name", OtelKeys.SERVICE_NAMESPACE),
          entry("elastic_beanstalk.deployment_id", OtelKeys.SERVICE_INSTANCE_ID),
          entry("elastic_beanstalk.version_label", OtelKeys.SERVICE_VERSION),
          entry("xray.sdk", XRayKeys.SDK_NAME),
          entry("xray.sdk_version", XRayKeys.SDK_VERSION));

  /** What says where a segment ran; all else in {@code aws} is about the call that it made. */
  private static final Set<String> PLACES =
      Set.of("ec2", "ecs", "eks", "elastic_beanstalk", "xray", "cloudwatch_logs");

  private final XRayJson json;
  private final JsonParser parser;

  SegmentBlocks(XRayJson json) {
    this.json = json;
    this.parser = json.parser();
  }

  void http(SegmentDraft segment) throws IOException, DecodeException {
    if (!json.isObject()) {
      return;
    }
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      switch (name) {
        case "request" -> block(segment.attributes, REQUEST, XRayKeys.HTTP_PREFIX + "request.");
        case "response" -> block(segment.attributes, RESPONSE, XRayKeys.HTTP_PREFIX + "response.");
        default -> json.skip();
      }
    }
  }

  void sql(SegmentDraft segment) throws IOException, DecodeException {
    block(segment.attributes, SQL, XRayKeys.SQL_PREFIX);
  }

  void service(SegmentDraft segment) throws IOException, DecodeException {
    block(segment.resource, SERVICE, XRayKeys.SERVICE_PREFIX);
  }

  void aws(SegmentDraft segment) throws IOException, DecodeException {
    if (!json.isObject()) {
      return;
    }
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      boolean object = parser.currentToken() == JsonToken.START_OBJECT;
      if (name.equals("account_id") && !segment.isSubsegment()) {
        json.putText(segment.resource, OtelKeys.CLOUD_ACCOUNT_ID);
      } else if (PLACES.contains(name) && object) {
        segment.resource.put(OtelKeys.CLOUD_PROVIDER, "aws", json);
        place(segment, name + ".");
      } else {
        put(
            PLACES.contains(name) ? segment.resource : segment.attributes,
            AWS.getOrDefault(name, XRayKeys.AWS_PREFIX + name));
      }
    }
  }

  private void place(SegmentDraft segment, String path) throws IOException, DecodeException {
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      put(segment.resource, AWS.getOrDefault(path + name, XRayKeys.AWS_PREFIX + path + name));
    }
  }

  private void block(AttributesDraft into, Map<String, String> keys, String prefix)
      throws IOException, DecodeException {
    if (!json.isObject()) {
      return;
    }
    for (String name = json.nextField(); name != null; name = json.nextField()) {
      put(into, keys.getOrDefault(name, prefix + name));
    }
  }

  /** Under keys of OpenTelemetry's the type is the key's; else whatever came. */
  private void put(AttributesDraft into, String key) throws IOException, DecodeException {
    switch (key) {
      case OtelKeys.HTTP_RESPONSE_STATUS_CODE, OtelKeys.HTTP_RESPONSE_BODY_SIZE, XRayKeys.RETRIES ->
          json.putNumber(into, key);
      case OtelKeys.SERVICE_INSTANCE_ID -> json.putAsText(into, key); // a number there, a text here
      case OtelKeys.SERVICE_VERSION, OtelKeys.CLOUD_ACCOUNT_ID, XRayKeys.HOST_ID ->
          json.putText(into, key);
      case XRayKeys.X_FORWARDED_FOR, XRayKeys.TRACED -> json.putFlag(into, key);
      default -> json.put(into, key);
    }
  }
}
