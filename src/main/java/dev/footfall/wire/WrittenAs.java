package dev.footfall.wire;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Says in a savepoint how values were written. A savepoint names the class: each way of writing has
 * one of its own, which stays. A later way brings another, and this one then restores a serializer
 * that reads the old way.
 */
public abstract class WrittenAs<T> implements TypeSerializerSnapshot<T> {

  private final int version;
  private final Supplier<TypeSerializer<T>> serializer;

  /**
   * @param version the number of this way of writing, from 1
   * @param serializer reads what was written so
   */
  protected WrittenAs(int version, Supplier<TypeSerializer<T>> serializer) {
    this.version = version;
    this.serializer = serializer;
  }

  @Override
  public final int getCurrentVersion() {
    return version;
  }

  @Override
  public final void writeSnapshot(DataOutputView target) {}

  @Override
  public final void readSnapshot(int written, DataInputView source, ClassLoader classLoader)
      throws IOException {
    if (written != version) {
      throw new IOException(
          "state was written in version %d of %s, unknown here"
              .formatted(written, getClass().getName()));
    }
  }

  @Override
  public final TypeSerializer<T> restoreSerializer() {
    return serializer.get();
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old.getClass() == getClass()
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
