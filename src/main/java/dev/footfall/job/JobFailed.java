package dev.footfall.job;

import java.net.SocketException;

/** A job has failed; the message is that of its first cause which says what and where. */
public final class JobFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** So Flink begins to say that nobody takes over a part of a savepoint. */
  private static final String UNCLAIMED = "Cannot map checkpoint/savepoint state for operator";

  JobFailed(Throwable failure) {
    super(messageOf(rootOf(failure)), failure);
  }

  private static String messageOf(Throwable root) {
    String said = root.toString();
    return said.contains(UNCLAIMED)
        ? said
            + "\nWhat the job stood by holds state of something that is no more: an alert, or a funnel of"
            + " engine: cep, was changed or taken out. To go on without that state, have"
            + " \"execution.state-recovery.ignore-unclaimed-state: true\" in Flink's config.yaml for this"
            + " start; they then start afresh."
        : said;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    // A refused connection does not say of whom; whoever asked for it does.
    while (root.getCause() != null && !(root.getCause() instanceof SocketException)) {
      root = root.getCause();
    }
    return root;
  }
}
