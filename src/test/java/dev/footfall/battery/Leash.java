package dev.footfall.battery;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class, and ends the process when the one that started it is gone, however that
 * ended: its standard input ends then. It uses nothing of ours, so that it alone can be put on a
 * class path.
 */
public final class Leash {

  private Leash() {}

  /** Arguments: the main class, and its arguments. */
  public static void main(String[] arguments) throws Throwable {
    Thread thread = new Thread(Leash::endWithStarter, "leash");
    thread.setDaemon(true);
    thread.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  private static void endWithStarter() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said.
      }
    } catch (IOException gone) {
      // So it is.
    }
    Runtime.getRuntime().halt(1);
  }
}
