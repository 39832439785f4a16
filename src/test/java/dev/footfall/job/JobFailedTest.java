package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class JobFailedTest {

  @Test
  void theFirstCauseThatSaysWhatIsTold() {
    Throwable refused =
        new IllegalStateException("no broker at localhost:9", new ConnectException("refused"));
    assertThat(new JobFailed(new RuntimeException("wrapped", refused)))
        .hasMessage("java.lang.IllegalStateException: no broker at localhost:9");
  }

  @Test
  void stateThatNobodyTakesOverIsExplained() {
    Throwable flinks =
        new IllegalStateException(
            "Failed to rollback to checkpoint/savepoint file:/c. Cannot map checkpoint/savepoint"
                + " state for operator c2ef to the new program");
    assertThat(new JobFailed(new RuntimeException(flinks)))
        .hasMessageContaining("state for operator c2ef")
        .hasMessageContaining("an alert, or a funnel of engine: cep")
        .hasMessageContaining("execution.state-recovery.ignore-unclaimed-state: true");
  }
}
