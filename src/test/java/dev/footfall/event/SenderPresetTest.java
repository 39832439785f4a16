package dev.footfall.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SenderPresetTest {

  private static Arrival read(SenderPreset preset, String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return EventReader.json(preset.mapping()).read(bytes, 0, bytes.length, "", 0);
  }

  @Test
  void presetsAreNamedInTheSettingsBySmallWords() {
    assertThat(SenderPreset.of("segment")).contains(SenderPreset.SEGMENT);
    assertThat(SenderPreset.of("ga4")).contains(SenderPreset.GA4);
    assertThat(SenderPreset.of("Segment")).isEqualTo(Optional.empty());
  }

  /** The shape of https://segment.com/docs/connections/spec/track/, values made up. */
  @Test
  void aSegmentTrackCallIsNamedByItsEventAndBelongsToItsUser() {
    assertThat(
            read(
                SenderPreset.SEGMENT,
                """
                {"anonymousId":"a-91","channel":"browser",
                 "context":{"ip":"203.0.113.7","library":{"name":"analytics.js","version":"4.1.0"},
                   "page":{"path":"/pricing","title":"Pricing"}},
                 "event":"Trial Started","integrations":{"All":true},
                 "messageId":"ajs-0017","originalTimestamp":"2026-11-21T10:00:00.100Z",
                 "properties":{"plan":"team","seats":5},
                 "receivedAt":"2026-11-21T10:00:02.000Z","sentAt":"2026-11-21T10:00:01.000Z",
                 "timestamp":"2026-11-21T10:00:00.123Z","type":"track","userId":"u42",
                 "version":2}"""))
        .isEqualTo(
            Arrival.of(
                new Event(
                    "ajs-0017",
                    "Trial Started",
                    "u42",
                    1795255200123L,
                    Map.ofEntries(
                        Map.entry("plan", "team"),
                        Map.entry("seats", "5"),
                        Map.entry("type", "track"),
                        Map.entry("anonymousId", "a-91"),
                        Map.entry("channel", "browser"),
                        Map.entry("version", "2"),
                        Map.entry("context.ip", "203.0.113.7"),
                        Map.entry("context.library.name", "analytics.js"),
                        Map.entry("context.library.version", "4.1.0"),
                        Map.entry("context.page.path", "/pricing"),
                        Map.entry("context.page.title", "Pricing"),
                        Map.entry("integrations.All", "true"),
                        Map.entry("originalTimestamp", "2026-11-21T10:00:00.100Z"),
                        Map.entry("sentAt", "2026-11-21T10:00:01.000Z"),
                        Map.entry("receivedAt", "2026-11-21T10:00:02.000Z")))));
  }

  /** The shape of https://segment.com/docs/connections/spec/page/ and .../identify/. */
  @Test
  void otherSegmentCallsAreNamedByTheirPageOrTypeAndMayBelongToSomeoneUnknown() {
    assertThat(
            read(
                SenderPreset.SEGMENT,
                """
                {"type":"page","name":"Pricing","anonymousId":"a-91","userId":null,\
                "messageId":"m1","timestamp":"2026-11-21T10:00:00.123Z",\
                "properties":{"path":"/pricing"}}"""))
        .isEqualTo(
            Arrival.of(
                new Event(
                    "m1",
                    "Pricing",
                    "a-91",
                    1795255200123L,
                    Map.of("path", "/pricing", "type", "page"))));
    assertThat(
            read(
                SenderPreset.SEGMENT,
                """
                {"type":"identify","userId":"u42","messageId":"m2",\
                "timestamp":"2026-11-21T10:00:00.123Z","traits":{"plan":"pro"}}"""))
        .isEqualTo(
            Arrival.of(new Event("m2", "identify", "u42", 1795255200123L, Map.of("plan", "pro"))));
  }

  /** The shape of https://posthog.com/docs/data-pipelines/batch-exports/s3, as JSON lines. */
  @Test
  void aPostHogEventIsReadAsExported() {
    assertThat(
            read(
                SenderPreset.POSTHOG,
                """
                {"uuid":"0190-7f","event":"$pageview","distinct_id":"u42","team_id":7,
                 "person_id":"p-1","timestamp":"2026-11-21T10:00:00.123000Z",
                 "created_at":"2026-11-21T10:00:03.000000Z",
                 "properties":{"$current_url":"https://shop.example/cart","$lib":"web",
                   "$set":{"plan":"pro"}},
                 "person_properties":{"email":"ann@example.org"},"elements_chain":null}"""))
        .isEqualTo(
            Arrival.of(
                new Event(
                    "0190-7f",
                    "$pageview",
                    "u42",
                    1795255200123L,
                    Map.ofEntries(
                        Map.entry("$current_url", "https://shop.example/cart"),
                        Map.entry("$lib", "web"),
                        Map.entry("$set.plan", "pro"),
                        Map.entry("team_id", "7"),
                        Map.entry("person_id", "p-1"),
                        Map.entry("created_at", "2026-11-21T10:00:03.000000Z"),
                        Map.entry("person_properties.email", "ann@example.org")))));
  }

  /** The shape of https://posthog.com/docs/api/capture; warehouses get properties as text. */
  @Test
  void aPostHogEventMayCarryItsUserAmongItsPropertiesAndThoseAsText() {
    assertThat(
            read(
                SenderPreset.POSTHOG,
                """
                {"api_key":"k","event":"pay","timestamp":"2026-11-21T10:00:00.123Z",\
                "properties":{"distinct_id":"u42","plan":"pro"}}"""))
        .isEqualTo(
            Arrival.of(
                new Event(
                    null, "pay", "u42", 1795255200123L, Map.of("plan", "pro", "api_key", "k"))));
    assertThat(
            read(
                SenderPreset.POSTHOG,
                """
                {"uuid":"1","event":"pay","distinct_id":"u42",\
                "timestamp":"2026-11-21T10:00:00.123Z","properties":"{\\"plan\\":\\"pro\\"}"}"""))
        .isEqualTo(Arrival.of(new Event("1", "pay", "u42", 1795255200123L, Map.of("plan", "pro"))));
  }

  /**
   * The shape of https://support.google.com/analytics/answer/7029846. BigQuery writes 64-bit
   * integers to JSON as text and leaves out what is null.
   */
  @Test
  void aGa4EventsParametersAreItsPropertiesWhateverTheirType() {
    assertThat(
            read(
                SenderPreset.GA4,
                """
                {"event_date":"20261121","event_timestamp":"1795255200123456",
                 "event_name":"purchase","event_params":[
                   {"key":"currency","value":{"string_value":"EUR"}},
                   {"key":"ga_session_id","value":{"int_value":"1795255100"}},
                   {"key":"value","value":{"string_value":null,"int_value":null,
                     "float_value":null,"double_value":19.5}},
                   {"key":"empty","value":{}}],
                 "user_pseudo_id":"1234.5678","user_properties":[
                   {"key":"plan","value":{"string_value":"pro",
                     "set_timestamp_micros":"1795255000000000"}}],
                 "device":{"category":"mobile","web_info":{"browser":"Firefox"}},
                 "geo":{"country":"Iceland"},"stream_id":"99","platform":"WEB",
                 "items":[{"item_id":"sku-1","quantity":"2"}]}"""))
        .isEqualTo(
            Arrival.of(
                new Event(
                    null,
                    "purchase",
                    "1234.5678",
                    1795255200123L,
                    Map.ofEntries(
                        Map.entry("currency", "EUR"),
                        Map.entry("ga_session_id", "1795255100"),
                        Map.entry("value", "19.5"),
                        Map.entry("user_properties.plan", "pro"),
                        Map.entry("event_date", "20261121"),
                        Map.entry("device.category", "mobile"),
                        Map.entry("device.web_info.browser", "Firefox"),
                        Map.entry("geo.country", "Iceland"),
                        Map.entry("stream_id", "99"),
                        Map.entry("platform", "WEB"),
                        Map.entry("items", "[{\"item_id\":\"sku-1\",\"quantity\":\"2\"}]")))));
  }

  /**
   * The shape that https://docs.snowplow.io/docs/api-reference/analytics-sdk/ makes of the fields
   * of https://docs.snowplow.io/docs/fundamentals/canonical-event/.
   */
  @Test
  void aSnowplowEventIsNamedByItsSchemaAndTimedByItsDevice() {
    assertThat(
            read(
                SenderPreset.SNOWPLOW,
                """
                {"app_id":"shop","platform":"web","collector_tstamp":"2026-11-21T10:00:02.000Z",
                 "derived_tstamp":"2026-11-21T10:00:00.123Z","event":"unstruct",
                 "event_id":"c6ef3124","event_name":"add_to_cart","event_vendor":"com.shop",
                 "user_id":null,"domain_userid":"d-7","domain_sessionidx":3,
                 "geo_location":"64.1,-21.9",
                 "unstruct_event_com_shop_add_to_cart_1":{"sku":"x1","price":9.5},
                 "contexts_com_shop_experiment_1":[{"variant":"B"}]}"""))
        .isEqualTo(
            Arrival.of(
                new Event(
                    "c6ef3124",
                    "add_to_cart",
                    "d-7",
                    1795255200123L,
                    Map.ofEntries(
                        Map.entry("app_id", "shop"),
                        Map.entry("platform", "web"),
                        Map.entry("event", "unstruct"),
                        Map.entry("event_vendor", "com.shop"),
                        Map.entry("collector_tstamp", "2026-11-21T10:00:02.000Z"),
                        Map.entry("domain_sessionidx", "3"),
                        Map.entry("geo_location", "64.1,-21.9"),
                        Map.entry("unstruct_event_com_shop_add_to_cart_1.sku", "x1"),
                        Map.entry("unstruct_event_com_shop_add_to_cart_1.price", "9.5"),
                        Map.entry("contexts_com_shop_experiment_1", "[{\"variant\":\"B\"}]")))));
  }
}
