// What happened while a funnel was counted, on its trend: experiments that began, changes of the definition, notes of
// who declared it. Each is a line with a number, and the number stands below with its words.
import { html, svg, nothing } from '../vendor/lit-html.js';

const NUMBER = 16;

/** The notes that fall among these points, each with its number. */
export function notesAmong(notes, points) {
  if (!points.length) return [];
  const from = Date.parse(points[0].start);
  const end = Date.parse(points[points.length - 1].end);
  return notes.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < end).map((note, index) => ({ ...note, number: index + 1 }));
}

/**
 * Lines from top to bottom, their numbers above; those that stand closer than a number is wide share one line's foot
 * but not its head.
 *
 * @param x where a moment stands, in the drawing
 */
export function noteLines(noted, x, top, bottom, rightmost) {
  let last = -Infinity;
  return noted.map(({ at, number }) => {
    const place = Math.min(x(at), rightmost);
    const head = Math.min(Math.max(place, last + NUMBER), rightmost + NUMBER);
    last = head;
    return svg`
      <line class="note-line" x1=${place} x2=${place} y1=${top} y2=${bottom}></line>
      <circle class="note-head" cx=${head} cy=${top} r=${NUMBER / 2 - 1}></circle>
      <text class="note-number" x=${head} y=${top + 4} text-anchor="middle">${number}</text>`;
  });
}

const wordsOf = ({ kind, text }, words) => words.notes[kind](text);

/** For the tooltip of a point. */
export const notesAt = (noted, point, words) => noted.filter(({ at }) => Date.parse(at) >= Date.parse(point.start) && Date.parse(at) < Date.parse(point.end)).map((note) => [String(note.number), wordsOf(note, words)]);

/** What the numbers mean. */
export function noteList(noted, funnel, { words, format }) {
  if (!noted.length) return nothing;
  return html`<ol class="notes" aria-label=${words.notes.title}>${noted.map((note) => html`
    <li><b class="note-badge">${note.number}</b> <span><time datetime=${note.at}>${format.moment(note.at, funnel.time_zone)}</time> · <bdi>${wordsOf(note, words)}</bdi></span></li>`)}</ol>`;
}

export function noteTable(noted, funnel, { words, format }) {
  if (!noted.length) return nothing;
  return html`
    <table class="note-table">
      <thead><tr><th scope="col">${words.notes.when}</th><th scope="col">${words.notes.title}</th></tr></thead>
      <tbody>${noted.map((note) => html`<tr><th scope="row">${format.moment(note.at, funnel.time_zone)}</th><td class="wide"><bdi>${wordsOf(note, words)}</bdi></td></tr>`)}</tbody>
    </table>`;
}
