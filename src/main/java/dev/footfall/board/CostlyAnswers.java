package dev.footfall.board;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers each question once for all who ask at the same time, and keeps a costly answer for some
 * times as long as it took: however many readers ask however often, one question takes no more than
 * a fifth of the database's time. A quick answer is always new.
 *
 * @param <Q> questions, by equality
 * @param <A> their answers
 */
final class CostlyAnswers<Q, A> {

  private static final Duration QUICK = Duration.ofSeconds(1);
  private static final int KEPT_FOR_TIMES = 4;
  private static final int QUESTIONS_AT_MOST = 200;

  /** Finds an answer. */
  interface Search<A> {
    A find() throws SQLException;
  }

  private final ConcurrentMap<Q, Answer> answers = new ConcurrentHashMap<>();

  A answer(Q question, Search<A> search) throws SQLException {
    if (answers.size() > QUESTIONS_AT_MOST) {
      answers.values().removeIf(answer -> !answer.holds());
    }
    Answer answer =
        answers.compute(question, (key, old) -> old != null && old.holds() ? old : new Answer());
    return answer.get(search);
  }

  private final class Answer {

    private @Nullable A found;
    private volatile boolean searching = true;
    private volatile long holdsUntilNanos;

    boolean holds() {
      return searching || System.nanoTime() - holdsUntilNanos < 0;
    }

    synchronized A get(Search<A> search) throws SQLException {
      A known = found;
      return known != null ? known : find(search);
    }

    private A find(Search<A> search) throws SQLException {
      long began = System.nanoTime();
      try {
        A answer = search.find();
        found = answer;
        return answer;
      } finally {
        long ended = System.nanoTime();
        long took = ended - began;
        boolean isCostly = found != null && took > QUICK.toNanos();
        holdsUntilNanos = isCostly ? ended + KEPT_FOR_TIMES * took : ended;
        searching = false;
      }
    }
  }
}
