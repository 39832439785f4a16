package dev.footfall.ingest;

import dev.footfall.event.Event;

/**
 * An event that came behind the watermark and takes no part in any funnel.
 *
 * @param event the event
 * @param watermark the watermark it missed, in milliseconds since the epoch: events up to this time
 *     were taken to be there
 */
public record LateEvent(Event event, long watermark) {}
