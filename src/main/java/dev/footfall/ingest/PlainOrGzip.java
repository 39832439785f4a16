package dev.footfall.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A file's content, decompressed if the file is gzip. Its first two bytes tell, for no text in
 * UTF-8 begins so; its name may lie. A damaged file throws when it is read, not when it is opened.
 */
public final class PlainOrGzip extends InputStream {

  private static final int BUFFER = 16 * 1024;

  private final WholeFile file;
  private InputStream content;
  private boolean opened;

  public PlainOrGzip(InputStream file) {
    this.file = new WholeFile(file);
    this.content = this.file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (!opened) {
      opened = true;
      if (isGzip()) {
        content = new GZIPInputStream(file, BUFFER);
      }
    }
    return content.read(bytes, from, length);
  }

  /** Whether the file is gzip; to be asked before it is read. */
  boolean isGzip() throws IOException {
    file.mark(2);
    int first = file.read();
    int second = file.read();
    file.reset();
    return first == 0x1F && second == 0x8B;
  }

  @Override
  public void close() throws IOException {
    content.close();
    file.close();
  }

  /**
   * Says truly whether more follows. GZIPInputStream looks for a further member of the file only if
   * something is available, and file systems may say that nothing is though the file goes on.
   */
  private static final class WholeFile extends BufferedInputStream {

    WholeFile(InputStream in) {
      super(in, BUFFER);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      int next = read();
      reset();
      return next < 0 ? 0 : Math.max(1, super.available());
    }
  }
}
