package dev.ichnos.codec.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operation name, resource name and type, by kind and attributes. */
class DatadogNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SERVER   | http.request.method=GET http.route=/a/{id}               | http.server.request    | GET /a/{id}        | web
          SERVER   | http.method=GET http.route=/a/{id}                       | http.server.request    | GET /a/{id}        | web
          SERVER   | http.request.method=GET                                  | http.server.request    | GET                | web
          SERVER   | http.request.method=_OTHER http.route=/a                 | http.server.request    | HTTP /a            | web
          CLIENT   | http.request.method=GET url.template=/b/{id}             | http.client.request    | GET /b/{id}        | http
          CLIENT   | http.request.method=GET http.route=/ignored              | http.client.request    | GET                | http
          CLIENT   | db.system=mysql db.statement=SELECT?                     | mysql.query            | SELECT?            | sql
          CLIENT   | db.system.name=postgresql db.query.text=SELECT?          | postgresql.query       | SELECT?            | sql
          CLIENT   | db.system=redis                                          | redis.query            | span name          | redis
          CLIENT   | db.system=memcached                                      | memcached.query        | span name          | memcached
          CLIENT   | db.system=mongodb                                        | mongodb.query          | span name          | mongodb
          CLIENT   | db.system=dynamodb                                       | dynamodb.query         | span name          | db
          CLIENT   | db.system=brandnew                                       | brandnew.query         | span name          | db
          SERVER   | db.system=mysql                                          | server.request         | span name          | web
          PRODUCER | messaging.system=kafka messaging.operation=publish messaging.destination=t      | kafka.publish | publish t | custom
          CONSUMER | messaging.system=kafka messaging.operation.type=process messaging.destination.name=t | kafka.process | process t | custom
          CONSUMER | messaging.system=kafka messaging.operation.name=poll messaging.operation.type=receive | kafka.receive | receive  | custom
          INTERNAL | messaging.system=kafka messaging.operation=publish       | Internal               | publish            | custom
          CLIENT   | rpc.system=grpc rpc.service=p.S rpc.method=M             | grpc.client.request    | M p.S              | http
          SERVER   | rpc.system=grpc rpc.service=p.S rpc.method=M             | grpc.server.request    | M p.S              | web
          SERVER   | rpc.system.name=grpc rpc.method=p.S/M                    | grpc.server.request    | p.S/M              | web
          CLIENT   | rpc.system=aws-api rpc.service=S3 rpc.method=Get         | aws.s3.request         | Get S3             | http
          CLIENT   | rpc.system=aws-api rpc.method=Get                        | aws.client.request     | Get                | http
          CLIENT   | faas.invoked_provider=aws faas.invoked_name=Fn           | aws.fn.invoke          | span name          | http
          SERVER   | faas.trigger=timer                                       | timer.invoke           | span name          | web
          INTERNAL | graphql.operation.type=query graphql.operation.name=q    | graphql.server.request | query q            | custom
          SERVER   | network.protocol.name=amqp                               | amqp.server.request    | span name          | web
          CLIENT   | network.protocol.name=amqp                               | amqp.client.request    | span name          | http
          SERVER   | x=y                                                      | server.request         | span name          | web
          CLIENT   | x=y                                                      | client.request         | span name          | http
          PRODUCER | x=y                                                      | Producer               | span name          | custom
          CONSUMER | x=y                                                      | Consumer               | span name          | custom
          INTERNAL | x=y                                                      | Internal               | span name          | custom
          UNSPECIFIED | x=y                                                   | Internal               | span name          | custom
          INTERNAL | gen_ai.request.model=m                                   | Internal               | span name          | llm
          SERVER   | operation.name=Mine resource.name=Res span.type=queue    | Mine                   | Res                | queue
          SERVER   | component=proxy http.request.method=GET http.route=/a    | envoy.proxy            | GET /a             | web
          CLIENT   | component=proxy http.request.method=GET http.route=/a    | envoy.proxy            | GET /a             | http
          CLIENT   | component=proxy http.method=GET                          | envoy.proxy            | GET span name      | http
          CLIENT   | component=proxy http.method=GET http.route=/*            | envoy.proxy            | GET span name      | http
          CLIENT   | component=proxy http.method=span                         | envoy.proxy            | span name          | http
          CLIENT   | component=proxy                                          | envoy.proxy            | span name          | http
          SERVER   | component=proxy rpc.service=p.S rpc.method=M http.method=POST | envoy.proxy       | /p.S/M             | web
          SERVER   | component=proxy rpc.method=p.S/M http.method=POST        | envoy.proxy            | /p.S/M             | web
          SERVER   | component=proxy url.path=/orders/17                      | envoy.proxy            | span name          | web
          SERVER   | component=proxy operation.name=kept.one                  | kept.one               | span name          | web
          """)
  void names_byKindAndAttributes(
      SpanKind kind, String attributes, String name, String resource, String type)
      throws Exception {
    Map<?, ?> span = Encoded.v04(span(kind, attributes)).span();
    assertThat(span.get("name")).isEqualTo(name);
    assertThat(span.get("resource")).isEqualTo(resource);
    assertThat(span.get("type")).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          otel_v2            | http.server.request
          envoy              | envoy.proxy
          {component}.{kind} | proxy.server
          {service}          | my-service
          x.{otel_v2}        | x.http.server.request
          {absent}           | http.server.request
          {http.method       | http.method
          """)
  void operationName_byPolicy(String policy, String name) throws Exception {
    DatadogOptions options =
        new DatadogOptions(
            OperationNamePolicy.parse(policy),
            "",
            Map.of(),
            DatadogOptions.TopLevelRule.PARENT_SERVICE,
            true);
    Span span = span(SpanKind.SERVER, "component=proxy http.method=GET service.name=my-service");
    String form = NormalForms.operation(name);
    assertThat(Encoded.v04(options, span).span()).containsEntry("name", form);
  }

  @Test
  void policy_thatIsNone_saysWhatIsExpected() {
    assertThatThrownBy(() -> OperationNamePolicy.parse("otel"))
        .hasMessage(
            "operation_name: otel (expected: envoy, otel_v2, or a template such as"
                + " {component}.{kind})");
  }

  private static Span span(SpanKind kind, String attributes) {
    Attributes.Builder builder = Attributes.builder();
    for (String pair : attributes.split(" ")) {
      int equals = pair.indexOf('=');
      builder.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return Span.builder()
        .traceId(0, 1)
        .spanId(2)
        .kind(kind)
        .name("span name")
        .startEpochNanos(SpanTimes.YEAR_2000)
        .attributes(builder.build())
        .build();
  }
}
