package dev.footfall.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.definitions.WatchDefinitions.NoSplit;
import dev.footfall.event.Declaration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchDefinitionsTest {

  private static final Duration OFTEN = Duration.ofMillis(1);
  private static final long PATIENCE_SECONDS = 20;

  /** What the store answers, one after the other; the last again and again. Null is a failure. */
  private static final LinkedBlockingQueue<List<String>> ANSWERS = new LinkedBlockingQueue<>();

  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  /** Stands for a store that fails: nothing else is empty. */
  private static final List<String> AWAY = List.of();

  private final List<List<String>> readings = new ArrayList<>();

  /** A store that says what the test tells it to. */
  private record Told() implements DefinitionStore {

    @Override
    public Reader open() {
      OPENED.incrementAndGet();
      return new Reader() {
        @Override
        public List<Declaration.Text> read() throws Exception {
          List<String> answer = ANSWERS.size() > 1 ? ANSWERS.take() : ANSWERS.element();
          if (answer.equals(AWAY)) {
            throw new IOException("away");
          }
          return answer.stream().map(yaml -> new Declaration.Text("f", yaml)).toList();
        }

        @Override
        public void close() {
          CLOSED.incrementAndGet();
          throw new IllegalStateException("closing fails too");
        }
      };
    }

    @Override
    public String describe() {
      return "what the test says";
    }
  }

  @BeforeEach
  void forget() {
    ANSWERS.clear();
    OPENED.set(0);
    CLOSED.set(0);
  }

  @Test
  void eachChangeIsShownOnceItWasTheSameTwice() throws Exception {
    // "half" is there only once: somebody is still writing.
    answer("one", "one", "one", "half", "two", "two", "one", "one");
    try (SourceReader<Reading, NoSplit> watcher = watcher()) {
      await(watcher, "one");
    }
    assertThat(readings).last().isEqualTo(List.of("one"));
    assertThat(readings.toString()).doesNotContain("half");
  }

  @Test
  void aStoreThatFailsIsOpenedAgainAndWhatItHoldsIsShownIfItIsNew() throws Exception {
    ANSWERS.addAll(
        List.of(List.of("one"), List.of("one"), AWAY, AWAY, AWAY, List.of("one"), List.of("two")));
    try (SourceReader<Reading, NoSplit> watcher = watcher()) {
      await(watcher, "two");
    }
    assertThat(readings.subList(readings.size() - 1, readings.size()))
        .containsExactly(List.of("two"));
    assertThat(readings).doesNotHaveDuplicates();
    // The first, and one more after each failure.
    assertThat(OPENED).hasValue(4);
    assertThat(CLOSED.get()).isGreaterThanOrEqualTo(3);
  }

  private static void answer(String... yamls) {
    for (String yaml : yamls) {
      ANSWERS.add(List.of(yaml));
    }
  }

  private static SourceReader<Reading, NoSplit> watcher() {
    @SuppressWarnings("NullAway") // it asks nothing of its context
    SourceReader<Reading, NoSplit> watcher =
        new WatchDefinitions(new Told(), OFTEN).createReader(null);
    watcher.start();
    return watcher;
  }

  /** Reads until the store has said all it has to say and this is shown. */
  private void await(SourceReader<Reading, NoSplit> watcher, String last) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (ANSWERS.size() > 1 || !isShown(last)) {
      assertThat(System.nanoTime()).as("%s came in time", last).isLessThan(end);
      watcher.pollNext(new Shown());
      if (ANSWERS.size() <= 1 && !isShown(last)) {
        watcher.isAvailable().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private boolean isShown(String last) {
    return !readings.isEmpty() && readings.get(readings.size() - 1).equals(List.of(last));
  }

  private final class Shown implements ReaderOutput<Reading> {

    @Override
    public void collect(Reading reading) {
      readings.add(reading.texts().stream().map(Declaration.Text::yaml).toList());
    }

    @Override
    public void collect(Reading reading, long time) {
      throw new IllegalStateException("a reading has no time: " + time);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<Reading> createOutputForSplit(String split) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(@Nullable String split) {}
  }
}
