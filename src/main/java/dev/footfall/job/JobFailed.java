package dev.footfall.job;

/** A job has failed; the message is that of its first cause. */
public final class JobFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JobFailed(Throwable failure) {
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
