package dev.footfall.wire;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Says that a class brings its own serializer, wherever Flink asks for its type: named by the
 * class's {@code TypeInfo} annotation.
 */
public abstract class OwnTypeFactory<T> extends TypeInfoFactory<T> {

  private final TypeInformation<T> type;

  protected OwnTypeFactory(Class<T> type, TypeSerializer<T> serializer) {
    this.type = new OwnType<>(type, serializer);
  }

  @Override
  public final TypeInformation<T> createTypeInfo(
      Type asked, Map<String, TypeInformation<?>> ofItsParameters) {
    return type;
  }
}
