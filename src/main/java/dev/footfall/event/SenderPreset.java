package dev.footfall.event;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mappings of well-known senders. */
public enum SenderPreset {
  /**
   * Segment's calls. A {@code page} or {@code screen} call without an event name is named by its
   * page, any other by its type. Fields: https://segment.com/docs/connections/spec/common/.
   */
  SEGMENT(
      new EventMapping(
          List.of("event", "name", "type"),
          List.of("userId", "anonymousId"),
          List.of("timestamp", "originalTimestamp", "sentAt", "receivedAt"),
          List.of("messageId"),
          List.of("properties", "traits"),
          List.of(),
          EpochUnit.MILLISECONDS)),

  /**
   * PostHog's events as captured and as exported. Fields:
   * https://posthog.com/docs/data-pipelines/batch-exports/s3 and
   * https://posthog.com/docs/api/capture.
   */
  POSTHOG(
      new EventMapping(
          List.of("event"),
          List.of("distinct_id", "properties.distinct_id"),
          List.of("timestamp", "created_at"),
          List.of("uuid", "id"),
          List.of("properties"),
          List.of(),
          EpochUnit.MILLISECONDS)),

  /**
   * Google Analytics 4 as exported to BigQuery, written as JSON. It gives events no id. Fields:
   * https://support.google.com/analytics/answer/7029846.
   */
  GA4(
      new EventMapping(
          List.of("event_name"),
          List.of("user_id", "user_pseudo_id"),
          List.of("event_timestamp"),
          List.of(),
          List.of(),
          List.of("event_params", "user_properties"),
          EpochUnit.MICROSECONDS)),

  /**
   * Snowplow's enriched events as its analytics SDKs write them to JSON. Fields:
   * https://docs.snowplow.io/docs/fundamentals/canonical-event/.
   */
  SNOWPLOW(
      new EventMapping(
          List.of("event_name", "event"),
          List.of("user_id", "domain_userid", "network_userid"),
          List.of("derived_tstamp", "collector_tstamp"),
          List.of("event_id"),
          List.of(),
          List.of(),
          EpochUnit.MILLISECONDS));

  private final EventMapping mapping;

  SenderPreset(EventMapping mapping) {
    this.mapping = mapping;
  }

  public EventMapping mapping() {
    return mapping;
  }

  /** As the settings write it: {@code segment}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The preset of this word, if there is one. */
  public static Optional<SenderPreset> of(String word) {
    for (SenderPreset preset : values()) {
      if (preset.word().equals(word)) {
        return Optional.of(preset);
      }
    }
    return Optional.empty();
  }
}
