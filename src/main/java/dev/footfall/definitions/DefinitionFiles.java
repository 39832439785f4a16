package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of definitions, or a folder of them. On a cluster it must be there under the same path
 * wherever the job may run.
 *
 * @param path the file or folder, as text: paths are no part of what travels through Flink
 */
public record DefinitionFiles(String path) implements DefinitionStore {

  @Override
  public Reader open() {
    return new Reader() {
      @Override
      public List<Declaration.Text> read() throws Exception {
        return FunnelFile.texts(Path.of(path));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String describe() {
    return path;
  }
}
