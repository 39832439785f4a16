package dev.footfall.board;

import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Note;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers what is to be known of a funnel's trend: experiments, changes of its definition, notes.
 */
final class NotesReader {

  private static final int VERSIONS = 100;

  private final Snapshots snapshots;

  NotesReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  NoteAnswers.All answer(Funnel funnel, FunnelFile.Content declared) throws SQLException {
    List<NoteAnswers.Note> notes =
        new ArrayList<>(snapshots.read(connection -> versions(connection, funnel)));
    for (Experiment experiment : declared.experiments()) {
      // One without a start began with the first event.
      if (experiment.funnel().id().equals(funnel.id()) && experiment.start() > 0) {
        notes.add(
            new NoteAnswers.Note(
                Instant.ofEpochMilli(experiment.start()).toString(),
                "experiment",
                experiment.title()));
      }
    }
    for (Note note : declared.notes().getOrDefault(funnel.id(), List.of())) {
      notes.add(
          new NoteAnswers.Note(Instant.ofEpochMilli(note.at()).toString(), "note", note.text()));
    }
    notes.sort(
        Comparator.comparing((NoteAnswers.Note note) -> Instant.parse(note.at()))
            .thenComparing(NoteAnswers.Note::kind)
            .thenComparing(NoteAnswers.Note::text));
    return new NoteAnswers.All(funnel.id(), notes);
  }

  private static List<NoteAnswers.Note> versions(Connection connection, Funnel funnel)
      throws SQLException {
    List<NoteAnswers.Note> versions = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.VERSION_STARTS.text())) {
      statement.setString(1, funnel.id());
      statement.setInt(2, VERSIONS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          versions.add(
              new NoteAnswers.Note(
                  row.getObject("since", LocalDateTime.class).toInstant(ZoneOffset.UTC).toString(),
                  "version",
                  row.getString("version")));
        }
      }
    }
    return versions;
  }
}
