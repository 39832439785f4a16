package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import java.io.Serializable;
import java.util.List;

/** Where definitions are kept and may be changed while a job runs. */
public interface DefinitionStore extends Serializable {

  /**
   * Begins to read.
   *
   * @throws Exception if the store cannot be reached
   */
  Reader open() throws Exception;

  /** Where it is, for people; without secrets. */
  String describe();

  /** Reads a store again and again. Not for several threads at once. */
  interface Reader extends AutoCloseable {

    /**
     * All definitions as they are now, always in the same order.
     *
     * @throws Exception if the store cannot be read just now
     */
    List<Declaration.Text> read() throws Exception;

    @Override
    void close();
  }
}
