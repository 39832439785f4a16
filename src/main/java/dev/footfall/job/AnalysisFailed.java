package dev.footfall.job;

/** A run over files has failed; the message is that of its first cause. */
public final class AnalysisFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AnalysisFailed(Throwable failure) {
    super(rootOf(failure).toString(), failure);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
