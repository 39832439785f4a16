// A table whose cells are coloured by how much is in them, and bear their numbers too. One can go through it by
// pointer and by arrow keys.
import { html, nothing } from '../vendor/lit-html.js';
import { hideTip, showTip } from './tip.js';

const LEVELS = 6;

/** The colour of a value among those up to the most: nothing is no colour. */
export const level = (value, most) => (value > 0 && most > 0 ? Math.min(LEVELS, Math.max(1, Math.ceil((value / most) * LEVELS))) : 0);

/** Where somebody is in a grid: it may be drawn anew meanwhile. */
const places = new WeakMap();

/**
 * Draws the table.
 *
 * @param columns the headings above the cells
 * @param corner headings before them
 * @param rows each { head, before, cells }; a cell { text, level, isOpen, label, tip() }, tip() a heading and pairs for the tooltip; null is no cell
 * @param foot rows likewise, below
 */
export function grid({ id, label, corner, columns, rows, foot = [] }) {
  const all = [...rows, ...foot];
  const cellAt = (event) => event.target.closest('td[data-at]');
  const show = (table, row, column) => {
    const cell = all[row]?.cells[column];
    const place = table.querySelector(`td[data-at="${row}.${column}"]`);
    if (!cell || !place) return;
    for (const marked of table.querySelectorAll('td.here')) marked.classList.remove('here');
    place.classList.add('here');
    places.set(table, [row, column]);
    const box = place.getBoundingClientRect();
    const [heading, lines] = cell.tip();
    showTip(heading, lines, box.left + box.width / 2, box.bottom - 12);
  };
  const leave = (event) => {
    for (const marked of event.currentTarget.querySelectorAll('td.here')) marked.classList.remove('here');
    hideTip();
  };
  const hover = (event) => {
    const cell = cellAt(event);
    if (cell) show(event.currentTarget, ...cell.dataset.at.split('.').map(Number));
  };
  const keydown = (event) => {
    const [row, column] = places.get(event.currentTarget) ?? [0, -1];
    const moves = { ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1], ArrowDown: [row + 1, Math.max(column, 0)], ArrowUp: [row - 1, Math.max(column, 0)], Home: [row, 0], End: [row, all[row].cells.length - 1] };
    if (!(event.key in moves)) return;
    event.preventDefault();
    const [to, at] = moves[event.key];
    const table = event.currentTarget;
    show(table, to, at);
    table.querySelector('td.here')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const lineOf = (row, index) => html`
    <tr><th scope="row">${row.head}</th>${row.before.map((text) => html`<td class="n">${text}</td>`)}
      ${row.cells.map((cell, column) => (cell ? html`<td class=${cell.isOpen ? 'cell open' : `cell level-${cell.level}`} data-at=${`${index}.${column}`}>${cell.text}${cell.label ? html`<span class="sr">${cell.label}</span>` : nothing}</td>` : html`<td></td>`))}</tr>`;
  return html`
    <div class="scroll tall grid-scroll" id=${id} tabindex="0" role="group" aria-label=${label} @pointerover=${hover} @pointerleave=${leave} @keydown=${keydown} @blur=${leave}>
      <table class="cells">
        <thead><tr>${corner.map((text, index) => html`<th scope="col" class=${index ? 'n' : ''}>${text}</th>`)}${columns.map((text) => html`<th scope="col" class="cell">${text}</th>`)}</tr></thead>
        <tbody>${rows.map(lineOf)}</tbody>
        ${foot.length ? html`<tfoot>${foot.map((row, index) => lineOf(row, rows.length + index))}</tfoot>` : nothing}
      </table>
    </div>`;
}

/** What the colours mean: from little to much. */
export const scaleOf = (least, most) => html`
  <p class="legend"><span class="key">${least}<span class="levels" aria-hidden="true">${[1, 2, 3, 4, 5, 6].map((one) => html`<i class=${`level-${one}`}></i>`)}</span>${most}</span></p>`;
