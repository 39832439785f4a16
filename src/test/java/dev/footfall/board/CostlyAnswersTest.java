package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CostlyAnswersTest {

  private final CostlyAnswers<String, Integer> answers = new CostlyAnswers<>();
  private final AtomicInteger searches = new AtomicInteger();

  @Test
  void aQuickAnswerIsAlwaysNew() throws SQLException {
    assertThat(answers.answer("q", searches::incrementAndGet)).isEqualTo(1);
    assertThat(answers.answer("q", searches::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void aCostlyAnswerIsKeptForAWhileAndForItsQuestionOnly() throws SQLException {
    assertThat(answers.answer("q", this::slowly)).isEqualTo(1);
    assertThat(answers.answer("q", this::slowly)).isEqualTo(1);
    assertThat(answers.answer("other", searches::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void aFailureIsNotKept() throws SQLException {
    assertThatThrownBy(
            () ->
                answers.answer(
                    "q",
                    () -> {
                      slowly();
                      throw new SQLException("away");
                    }))
        .hasMessage("away");
    assertThat(answers.answer("q", searches::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void thoseWhoAskAtOnceShareOneSearch() throws Exception {
    int askers = 6;
    CountDownLatch together = new CountDownLatch(askers);
    ExecutorService threads = Executors.newFixedThreadPool(askers);
    try {
      List<Future<Integer>> given = new ArrayList<>();
      for (int i = 0; i < askers; i++) {
        given.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return answers.answer("q", this::slowly);
                }));
      }
      for (Future<Integer> answer : given) {
        assertThat(answer.get()).isEqualTo(1);
      }
    } finally {
      threads.shutdown();
    }
  }

  private int slowly() {
    try {
      Thread.sleep(1_100);
    } catch (InterruptedException stopping) {
      throw new AssertionError(stopping);
    }
    return searches.incrementAndGet();
  }
}
