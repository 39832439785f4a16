package dev.footfall.report;

import dev.footfall.wire.Compact;
import dev.footfall.wire.MutableSerializer;
import dev.footfall.wire.WrittenAs;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** Writes what followers know of users, each kind in its own form behind the form's number. */
public final class UserStates extends MutableSerializer<UserState> {

  static final UserStates INSTANCE = new UserStates();

  private static final long serialVersionUID = 1L;

  /** How a kind of state is written. Savepoints have its position: a new one comes last. */
  enum Form {
    /** {@link ActiveHours}. */
    ACTIVE_HOURS(ActiveHours::read),
    /** {@link RetentionState}. */
    RETENTION(RetentionState::read),
    /** {@link TouchState}. */
    TOUCHES(TouchState::read),
    /** {@link TailState}, as it was written before times were noted. */
    TAILS(TailState::readUntimed),
    /** {@link VisitState}. */
    VISITS(VisitState::read),
    /** {@link TailState}. */
    TIMED_TAILS(TailState::read);

    private final Reader reader;

    Form(Reader reader) {
      this.reader = reader;
    }

    private interface Reader {
      UserState read(DataInputView source) throws IOException;
    }
  }

  private static final Form[] FORMS = Form.values();

  @Override
  public UserState createInstance() {
    return new ActiveHours();
  }

  @Override
  public UserState copy(UserState from) {
    try {
      DataOutputSerializer written = new DataOutputSerializer(64);
      serialize(from, written);
      return deserialize(new DataInputDeserializer(written.getSharedBuffer(), 0, written.length()));
    } catch (IOException impossible) {
      throw new IllegalStateException("memory can be written", impossible);
    }
  }

  @Override
  public void serialize(UserState state, DataOutputView target) throws IOException {
    target.writeByte(state.form().ordinal());
    Compact.writeSigned(state.timer, target);
    state.write(target);
  }

  @Override
  public UserState deserialize(DataInputView source) throws IOException {
    int form = source.readByte();
    if (form < 0 || form >= FORMS.length) {
      throw new IOException("state of a user in form " + form + ", unknown here");
    }
    long timer = Compact.readSigned(source);
    UserState state = FORMS[form].reader.read(source);
    state.timer = timer;
    return state;
  }

  @Override
  public TypeSerializerSnapshot<UserState> snapshotConfiguration() {
    return new First();
  }

  /** Names this way of writing in savepoints. */
  public static final class First extends WrittenAs<UserState> {
    public First() {
      super(1, UserStates::new);
    }
  }
}
