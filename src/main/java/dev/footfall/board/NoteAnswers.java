package dev.footfall.board;

import java.util.List;

/** What the API says is to be known of a funnel's trend. */
final class NoteAnswers {

  private NoteAnswers() {}

  /** {@code GET /api/funnels/{id}/notes}: moments, in order. */
  record All(String funnel, List<Note> notes) {}

  /**
   * Something that happened.
   *
   * @param at in event time
   * @param kind that an {@code experiment} began, that a {@code version} of the definition came
   *     into force, or a {@code note} of who declared the funnel
   * @param text the experiment's title, the version, or the note
   */
  record Note(String at, String kind, String text) {}
}
