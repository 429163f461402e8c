package dev.ichnos.identity.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ichnos.identity.Identity;
import dev.ichnos.identity.IdentitySettings;
import dev.ichnos.identity.envoy.EnvoySettings;
import dev.ichnos.identity.rule.RuleId;
import dev.ichnos.identity.who.PodDirectory;
import dev.ichnos.identity.who.SelfSettings;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.Event;
import dev.ichnos.model.Link;
import dev.ichnos.model.Resource;
import dev.ichnos.model.Scope;
import dev.ichnos.model.Span;
import dev.ichnos.model.SpanBatch;
import dev.ichnos.model.SpanFixtures;
import dev.ichnos.model.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  /** As such tokens look; nobody's. */
  static final String JWT =
      "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkiLCJhIjoxfQ.c2lnbmF0dXJlLW9mLW5vYm9keQ";

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private RedactionSettings settings = RedactionSettings.defaults();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          http://bob:pa55@host/x                    | http://REDACTED:REDACTED@host/x
          https://ghp_abc123@host                   | https://REDACTED@host
          amqp://u:p@ss@host:5672/v                 | amqp://REDACTED:REDACTED@host:5672/v
          from a://u:p@h to b://v:q@i               | from a://REDACTED:REDACTED@h to b://REDACTED:REDACTED@i
          http://h/x?token=abc&page=2               | http://h/x?token=REDACTED&page=2
          http://h/x?page=2&ACCESS_TOKEN=abc#frag   | http://h/x?page=2&ACCESS_TOKEN=REDACTED#frag
          /x?api-key=abc                            | /x?api-key=REDACTED
          /x?apikey=a&key=b&sig=c&code=d            | /x?apikey=REDACTED&key=REDACTED&sig=REDACTED&code=REDACTED
          https://s3/o?X-Amz-Signature=ab&X-Amz-Date=1 | https://s3/o?X-Amz-Signature=REDACTED&X-Amz-Date=1
          https://gs/o?X-Goog-Signature=ab          | https://gs/o?X-Goog-Signature=REDACTED
          http://h/cb#access_token=abc&state=1      | http://h/cb#access_token=REDACTED&state=1
          /x?user[password]=abc                     | /x?user[password]=REDACTED
          GET /x?token=a b                          | GET /x?token=REDACTED b
          Server=db;Password=a,b;Database=x         | Server=db;Password=REDACTED;Database=x
          failed: password=hunter2 (3 tries)        | failed: password=REDACTED (3 tries)
          Bearer abcdefgh1                          | Bearer REDACTED
          got 'bearer 0123456789abcdef'             | got 'bearer REDACTED'
          sent Basic Ym9iOnBhNTU= twice             | sent Basic REDACTED twice
          a=1, client_secret=x                      | a=1, client_secret=REDACTED
          """)
  void value_withASecret_redacted(String value, String redacted) {
    assertThat(value(value)).isEqualTo(redacted);
    assertThat(value(redacted)).isSameAs(redacted);
    assertThat(nameOf(value)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @MethodSource("namesOfParameters")
  void parameter_ofEveryName_redactedWhereverItStands(String name) {
    for (String form : List.of("%s=abc", "http://h/x?a=1&%s=abc", "a=1;%s=abc")) {
      assertThat(value(form.formatted(name)))
          .isEqualTo(form.formatted(name).replace("abc", "REDACTED"));
    }
  }

  @ParameterizedTest
  @MethodSource("namesInQueries")
  void parameter_ofANameThatMeansMuch_redactedInQueriesAlone(String name) {
    String query = "http://h/x?a=1&" + name + "=";

    assertThat(value(query + "abc")).isEqualTo(query + "REDACTED");
    assertThat(value("a=1;" + name + "=abc")).isEqualTo("a=1;" + name + "=abc");
  }

  private static Stream<String> namesOfParameters() {
    return inEveryCase(
        """
        authorization proxy-authorization x-serverless-authorization
        x-original-authorization cookie cookie2 set-cookie set-cookie2 x-api-key
        x-apikey x-auth-key x-auth-token x-access-token x-refresh-token x-id-token
        x-csrf-token x-xsrf-token xsrf-token csrf-token x-session-token x-vault-token
        x-gitlab-token private-token x-goog-api-key x-goog-iap-jwt-assertion
        x-amz-security-token x-forwarded-access-token x-functions-key
        ocp-apim-subscription-key lightstep-access-token dd-api-key dd-application-key
        token access-token accesstoken refresh-token id-token auth-token authtoken
        oauth-token session-token bearer-token api-key apikey api-token app-key secret
        secret-key secretkey client-secret clientsecret private-key privatekey
        shared-key subscription-key aws-secret-access-key password passwd pwd passphrase
        user-password db-password signature x-amz-signature x-amz-credential
        x-goog-signature x-goog-credential
        """);
  }

  private static Stream<String> namesInQueries() {
    return inEveryCase(
        """
        key sig code auth jwt assertion samlresponse sessionid session-id jsessionid
        phpsessid awsaccesskeyid access-key
        """);
  }

  private static Stream<String> inEveryCase(String names) {
    return Stream.of(names.split("\\s+"))
        .flatMap(
            name ->
                Stream.of(name, name.toUpperCase(Locale.ROOT), name.replace('-', '_')).distinct());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "Bearer %s", "cookie was %s.", "x=%s", "%s%%s"})
  void jsonWebToken_anywhere(String form) {
    String value = value(form.replace("%s", JWT).replace("%%", " "));

    assertThat(value).doesNotContain("eyJ").contains("REDACTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "outbound|9080||details.default.svc.cluster.local",
        "sidecar~10.4.1.7~details-v1-79f774bdb9-4kvmx.default~default.svc.cluster.local",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0",
        "http://details:9080/details/0",
        "http://h/x?page=2&sort=up",
        "http://h/a@b",
        "http://h/x?mail=a@b.c",
        "spiffe://cluster.local/ns/default/sa/a@b",
        "user@example.org",
        "Basic authentication failed",
        "Basic YWJjZGVm",
        "bearer token expired",
        "Bearer authentication is not enabled here",
        "key=value code=200",
        "exit code=1",
        "eyJhbGciOiJub25lIn0",
        "eyJ.a.b",
        "noteyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2ln",
        "http://h/x?token=",
        "=",
        "?=&=",
        "a=b=c",
        "://@",
        "@",
        "://",
        "",
        "By=spiffe://cluster.local/ns/default/sa/d;Hash=ab;URI=spiffe://cluster.local/ns/x/sa/y",
      })
  void value_withoutASecret_sameInstance(String value) {
    assertThat(value(value)).isSameAs(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "Authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "http.request.header.authorization",
        "http.request.header.x-api-key",
        "http.response.header.set-cookie",
        "http.response.header.set_cookie",
        "http.request.headers.cookie",
        "rpc.grpc.request.metadata.authorization",
        "x-goog-iap-jwt-assertion",
        "x-amz-security-token",
        "x-forwarded-access-token",
        "db.password",
        "app.client_secret",
        "passwd",
        "token",
        "user.access_token",
        "aws.x-amz-credential"
      })
  void attribute_thatIsASecret_redactedWhole(String key) {
    AttributeList list = AttributeList.ofStrings(List.of("one", "two"));
    AttributeList redacted = AttributeList.ofStrings(List.of("REDACTED"));

    assertThat(attributes(Attributes.of(key, "s"))).isEqualTo(Attributes.of(key, "REDACTED"));
    assertThat(attributes(Attributes.builder().put(key, list).build()))
        .isEqualTo(Attributes.builder().put(key, redacted).build());
    assertThat(attributes(Attributes.builder().put(key, 42L).put("a", 42L).build()))
        .isEqualTo(Attributes.builder().put(key, "REDACTED").put("a", 42L).build());
    assertThat(attributes(Attributes.builder().put(key, new byte[] {1}).put("b", "c").build()))
        .isEqualTo(Attributes.builder().put(key, "REDACTED").put("b", "c").build());
    assertThat(
            attributes(
                Attributes.builder().put(key, Attributes.of("k", "v")).put(key + "z", 1.5).build()))
        .isEqualTo(Attributes.builder().put(key, "REDACTED").put(key + "z", 1.5).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "istio.authorization.dry_run.allow_policy.name",
        "http.request.header.user-agent",
        "key",
        "code",
        "session.id",
        "gen_ai.usage.input_tokens",
        "monkey",
        "http.version",
        "n",
        ""
      })
  void attribute_thatIsNone_sameInstance(String key) {
    Attributes attributes = Attributes.of(key, "value");

    assertThat(attributes(attributes)).isSameAs(attributes);
  }

  @Test
  void attribute_emptyOrTrue_isNoSecret() {
    Attributes attributes =
        Attributes.builder()
            .put("authorization", "")
            .put("token", true)
            .put("cookie", AttributeList.EMPTY)
            .putEmpty("secret")
            .build();

    assertThat(attributes(attributes)).isSameAs(attributes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b3",
        "traceparent",
        "tracestate",
        "x-b3-traceid",
        "x-cloud-trace-context",
        "x-datadog-tags",
        "grpc-trace-bin",
        "sw8",
        "http.request.header.traceparent",
        "guid:x-request-id"
      })
  void traceHeader_whateverItHolds_sameInstance(String key) {
    Attributes attributes = Attributes.of(key, "token=abc,eyJ=" + JWT);

    assertThat(attributes(attributes)).isSameAs(attributes);
  }

  @Test
  void nestedValues_redactedWhereTheyStand() {
    Attributes attributes =
        Attributes.builder()
            .put("urls", AttributeList.builder().add("http://a:b@c").add(1L).addEmpty().build())
            .put("map", Attributes.builder().put("password", "x").put("n", 1L).build())
            .put(
                "deep",
                AttributeList.builder()
                    .add(AttributeList.ofStrings(List.of(JWT)))
                    .add(Attributes.of("cookie", "x"))
                    .build())
            .build();

    assertThat(attributes(attributes))
        .isEqualTo(
            Attributes.builder()
                .put(
                    "urls",
                    AttributeList.builder()
                        .add("http://REDACTED:REDACTED@c")
                        .add(1L)
                        .addEmpty()
                        .build())
                .put("map", Attributes.builder().put("password", "REDACTED").put("n", 1L).build())
                .put(
                    "deep",
                    AttributeList.builder()
                        .add(AttributeList.ofStrings(List.of("REDACTED")))
                        .add(Attributes.of("cookie", "REDACTED"))
                        .build())
                .build());
  }

  @Test
  void everyPlaceOfASpan_countedOnce() {
    Attributes secret = Attributes.of("authorization", "x");
    Attributes redacted = Attributes.of("authorization", "REDACTED");
    Span span =
        Span.builder()
            .traceId(0, 1)
            .spanId(2)
            .name("GET /?token=x")
            .attributes(secret)
            .events(List.of(Event.of(1, "e"), new Event(2, "to http://a:b@c", secret, 3)))
            .links(List.of(new Link(1, 2, 3, "s", 4, secret, 5)))
            .status(new Status(Status.Code.ERROR, "http://a:b@c"))
            .resource(Resource.of(secret))
            .scope(new Scope("http://a:b@c", "1 token=x", secret, 6, "u"))
            .build();

    Span once = apply(span).get(0);

    assertThat(once)
        .isEqualTo(
            span.toBuilder()
                .name("GET /?token=REDACTED")
                .attributes(redacted)
                .events(
                    List.of(
                        Event.of(1, "e"),
                        new Event(2, "to http://REDACTED:REDACTED@c", redacted, 3)))
                .links(List.of(new Link(1, 2, 3, "s", 4, redacted, 5)))
                .status(new Status(Status.Code.ERROR, "http://REDACTED:REDACTED@c"))
                .resource(Resource.of(redacted))
                .scope(
                    new Scope("http://REDACTED:REDACTED@c", "1 token=REDACTED", redacted, 6, "u"))
                .build());
    assertThat(counts).containsExactly(entry("redaction", 1));
    counts.clear();
    assertThat(apply(once).get(0)).isSameAs(once);
    assertThat(counts).isEmpty();
  }

  @Test
  void spansOfOneResource_shareItAfterwards() {
    Resource resource = Resource.of(Attributes.of("db.url", "http://a:b@c"));
    Span span = SpanFixtures.CLIENT.toBuilder().resource(resource).build();

    List<Span> spans = apply(span, SpanFixtures.SERVER, span);

    assertThat(spans.get(0).resource()).isNotEqualTo(resource);
    assertThat(spans.get(2).resource()).isSameAs(spans.get(0).resource());
    assertThat(spans.get(1)).isSameAs(SpanFixtures.SERVER);
  }

  @Test
  void spansOfOneScope_shareItAfterwards() {
    Scope scope = new Scope("db", "1", Attributes.of("db.url", "http://a:b@c"), 0, "");
    Span span = SpanFixtures.CLIENT.toBuilder().scope(scope).build();

    List<Span> spans = apply(span, SpanFixtures.SERVER, span);

    assertThat(spans.get(0).scope().attributes())
        .isEqualTo(Attributes.of("db.url", "http://REDACTED:REDACTED@c"));
    assertThat(spans.get(2).scope()).isSameAs(spans.get(0).scope());
    assertThat(spans.get(1)).isSameAs(SpanFixtures.SERVER);
  }

  @Test
  void nothingToTakeOut_sameBatch() {
    SpanBatch batch = SpanFixtures.batch(SpanFixtures.CLIENT, SpanFixtures.EVERYTHING);

    assertThat(identity().apply(batch, counts::put)).isSameAs(batch);
  }

  @Test
  void allQueryValues_onRequest() {
    settings = new RedactionSettings(true, Set.of(), Set.of());

    assertThat(value("http://h/x?page=2&q=a b=c"))
        .isEqualTo("http://h/x?page=REDACTED&q=REDACTED b=c");
    assertThat(attributes(Attributes.of("url.query", "page=2&flag")))
        .isEqualTo(Attributes.of("url.query", "page=REDACTED&flag"));
    assertThat(value("Server=db;Database=x")).isEqualTo("Server=db;Database=x");
  }

  @Test
  void query_withoutItsUrl() {
    assertThat(attributes(Attributes.of("url.query", "key=ab&a=b")))
        .isEqualTo(Attributes.of("url.query", "key=REDACTED&a=b"));
  }

  @Test
  void furtherNames_onRequest() {
    settings = new RedactionSettings(false, Set.of("voucher"), Set.of("customer.card"));

    assertThat(value("/x?Voucher=1&a=b")).isEqualTo("/x?Voucher=REDACTED&a=b");
    assertThat(attributes(Attributes.of("Customer.Card", "4")))
        .isEqualTo(Attributes.of("Customer.Card", "REDACTED"));
    assertThat(attributes(Attributes.of("card", "4"))).isEqualTo(Attributes.of("card", "4"));

    settings = new RedactionSettings(false, Set.of(), Set.of("user_agent"));
    assertThat(attributes(Attributes.of("user_agent", "x")))
        .isEqualTo(Attributes.of("user_agent", "REDACTED"));
  }

  private String value(String value) {
    return attributes(Attributes.of("some.value", value)).string("some.value");
  }

  private String nameOf(String name) {
    return apply(SpanFixtures.CLIENT.toBuilder().name(name).build()).get(0).name();
  }

  private Attributes attributes(Attributes attributes) {
    Span span = Span.builder().traceId(0, 1).spanId(2).attributes(attributes).build();
    Span once = apply(span).get(0);
    assertThat(apply(once).get(0)).isSameAs(once);
    return once.attributes();
  }

  private List<Span> apply(Span... spans) {
    return identity().apply(SpanFixtures.batch(spans), counts::put).spans();
  }

  private Identity identity() {
    return new Identity(
        new IdentitySettings(
            Set.of(RuleId.REDACTION),
            settings,
            SelfSettings.defaults(),
            "",
            EnvoySettings.defaults(),
            Map.of()),
        PodDirectory.NONE);
  }
}
