package dev.footfall.journey;

import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** What became of versions of funnels, as whoever is told keeps it. */
public final class VersionNotes {

  /** What became of each version, by its name. A version that is superseded never comes back. */
  public static final MapStateDescriptor<String, VersionNote> STATE =
      new MapStateDescriptor<>("versions", Types.STRING, TypeInformation.of(VersionNote.class));

  private VersionNotes() {}

  /** Keeps what this says, and what was said before. */
  public static void keep(VersionNote note, BroadcastState<String, VersionNote> notes)
      throws Exception {
    String name = nameOf(note.funnel(), note.version());
    VersionNote before = notes.get(name);
    notes.put(name, before == null ? note : before.and(note));
  }

  /** What was said of a version; null if nothing was. */
  public static @Nullable VersionNote on(
      String funnel, String version, ReadOnlyBroadcastState<String, VersionNote> notes)
      throws Exception {
    return notes.get(nameOf(funnel, version));
  }

  private static String nameOf(String funnel, String version) {
    return funnel + " " + version;
  }
}
