package dev.footfall.demo;

import dev.footfall.demo.PlannedEvent.TimeStyle;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what one person does and sends it on its way: delayed, doubled, and with lines beside
 * it that nobody should count.
 *
 * <p>The truth stays exact because of three rules. Every event that a story needs is sent once,
 * whole, and arrives within the disorder. What is late or broken is always something besides, of no
 * consequence even if it were counted: an event that no funnel knows, or a step once more that was
 * taken already (never a first step, which could open a cohort). And a repeated event never
 * overtakes the first of its kind, so at any moment the milestones that have arrived say what the
 * events that have arrived amount to, wherever the traffic is cut off.
 */
final class Diary {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final String FRONT_PAGE = Json.field("page", "/");
  private static final Set<String> FIRST_STEPS = Set.of("register", "home", "product");

  private final Person person;
  private final Noise noise;
  private final Dice mishaps;
  private final Consumer<PlannedEvent> post;
  private int events;

  Diary(Person person, Noise noise, Dice mishaps, Consumer<PlannedEvent> post) {
    this.person = person;
    this.noise = noise;
    this.mishaps = mishaps;
    this.post = post;
  }

  /** Something that takes no step of any funnel, or none that counts. Returns when it arrives. */
  long note(long time, String name, String details) {
    return send(time, name, details, null, 0, time);
  }

  /** A milestone of the story. Returns when it arrives. */
  long milestone(long time, String name, String details, Story story, int milestones) {
    return send(time, name, details, story, milestones, time);
  }

  /** A milestone that may not arrive before another did. Returns when it arrives. */
  long laterMilestone(
      long time, String name, String details, Story story, int milestones, long notBefore) {
    return send(time, name, details, story, milestones, notBefore);
  }

  /** What has happened before, and may not arrive before that did. Returns when it arrives. */
  long repeat(long time, String name, String details, long notBefore) {
    return send(time, name, details, null, 0, notBefore);
  }

  private long send(
      long time,
      String name,
      String details,
      @Nullable Story story,
      int milestones,
      long notBefore) {
    // The first of a kind is never younger than this, so the disorder stays within its bound.
    long arrival = Math.max(time + delay(), notBefore);
    PlannedEvent event =
        new PlannedEvent(
            person,
            events++,
            name,
            details,
            time,
            timeStyle(),
            arrival,
            story,
            milestones,
            Flaw.NONE);
    post.accept(event);
    sendAgain(event);
    sendSomethingLate(event);
    sendSomethingBroken(event);
    return arrival;
  }

  private long delay() {
    return mishaps.chance(noise.disorder()) ? mishaps.mostlyNear(1, noise.maxDisorder()) : 0;
  }

  private TimeStyle timeStyle() {
    if (!mishaps.chance(noise.odd())) {
      return TimeStyle.UTC;
    }
    return mishaps.chance(0.5) ? TimeStyle.BEIJING : TimeStyle.MILLISECONDS;
  }

  private void sendAgain(PlannedEvent event) {
    if (mishaps.chance(noise.duplicates())) {
      long latest = Math.max(event.arrival(), event.time() + noise.maxDisorder());
      post.accept(event.sentAgain(mishaps.between(event.arrival(), latest)));
    }
  }

  private void sendSomethingLate(PlannedEvent event) {
    if (mishaps.chance(noise.late())) {
      long time = event.time() + SECOND;
      long arrival = time + noise.maxDisorder() + mishaps.between(10 * MINUTE, 3 * HOUR);
      boolean opensCohorts = FIRST_STEPS.contains(event.name());
      post.accept(
          event.followedBy(
              opensCohorts ? "visit" : event.name(),
              opensCohorts ? FRONT_PAGE : event.details(),
              time,
              arrival,
              Flaw.LATE));
    }
  }

  private void sendSomethingBroken(PlannedEvent event) {
    if (mishaps.chance(noise.broken())) {
      post.accept(
          event.followedBy(
              "visit", FRONT_PAGE, event.time(), event.arrival(), Flaw.anyBroken(mishaps)));
    }
  }
}
