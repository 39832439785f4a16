package dev.footfall.job;

import java.net.SocketException;

/** A job has failed; the message is that of its first cause which says what and where. */
public final class JobFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JobFailed(Throwable failure) {
    super(rootOf(failure).toString(), failure);
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
