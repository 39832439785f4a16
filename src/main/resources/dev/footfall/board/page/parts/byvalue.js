// The steps and the trend by value of the breakdown. Values are told apart by mark and name, not by colour alone.
import { html, svg, nothing } from '../vendor/lit-html.js';
import { nameOf } from './breakdown.js';
import { noteLines, noteList, noteTable, notesAmong, notesAt } from './notes.js';
import { hideTip, showTip, walk } from './tip.js';
import { nearest, niceTop, pointsOf, ticks } from './trend.js';

const OTHER = '(other)';
/** So many values have bars and lines; tables have all. */
export const DRAWN = 6;

const HEIGHT = 230;
const LEFT = 50;
const RIGHT = 128;
const TOP = 12;
const BOTTOM = 28;
const LABEL_HEIGHT = 15;
const LABEL_LETTERS = 15;
const MARKED_EVERY = 34;

/** A mark for each value, around a point. */
const MARKS = [
  (x, y, r) => svg`<circle cx=${x} cy=${y} r=${r}></circle>`,
  (x, y, r) => svg`<rect x=${x - r} y=${y - r} width=${2 * r} height=${2 * r}></rect>`,
  (x, y, r) => svg`<path d=${`M${x} ${y - 1.2 * r}L${x + 1.2 * r} ${y + r}H${x - 1.2 * r}Z`}></path>`,
  (x, y, r) => svg`<path d=${`M${x} ${y - 1.4 * r}L${x + 1.4 * r} ${y}L${x} ${y + 1.4 * r}L${x - 1.4 * r} ${y}Z`}></path>`,
  (x, y, r) => svg`<path d=${`M${x} ${y + 1.2 * r}L${x + 1.2 * r} ${y - r}H${x - 1.2 * r}Z`}></path>`,
  (x, y, r) => svg`<path d=${`M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`}></path>`,
];

const key = (index) => (index >= 0 && index < MARKS.length ? html`<svg class=${`series s${index}`} width="26" height="12" aria-hidden="true"><line x1="1" x2="25" y1="6" y2="6"></line>${MARKS[index](13, 6, 4)}</svg>` : html`<svg width="26" height="12" aria-hidden="true"></svg>`);

/** The values that are shown, those first that most entered with; the others together come last. */
function shownValues(answer, isClosed, { choice }) {
  return answer.values
    .filter(({ value }) => !choice.hide.includes(value))
    .map((value) => ({ value: value.value, sum: isClosed ? value.closed : value.all }))
    .filter(({ sum }) => sum.entered > 0);
}

/** Which mark a value has: the same wherever it is drawn. */
const markOf = (value, answer, { choice }) => answer.values.filter((one) => one.value !== OTHER && !choice.hide.includes(one.value)).findIndex((one) => one.value === value);

/** Step by step, a bar for each value, of those who entered with it. */
export function stepsByValue(answer, isClosed, context) {
  const { words } = context;
  const all = shownValues(answer, isClosed, context);
  const drawn = all.filter(({ value }, index) => index < DRAWN || value === OTHER);
  const total = { value: null, sum: answer.totals[isClosed ? 'closed' : 'all'] };
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${words.stepsBy(answer.breakdown)}>
      <table class="values by-value">
        <thead><tr><th scope="col">${words.value}</th><th scope="col"><span class="sr">${words.ofStart}</span></th><th scope="col" class="n">${words.reached}</th><th scope="col" class="n">${words.ofStart}</th><th scope="col" class="n">${words.ofPrevious}</th></tr></thead>
        ${total.sum.steps.map((step, index) => html`
          <tbody>
            <tr class="step-row"><th colspan="5" scope="rowgroup"><span class="step-name"><b>${step.step}</b> <bdi>${step.name}</bdi>${step.optional ? html` <em>${words.optional}</em>` : nothing}</span></th></tr>
            ${[...drawn, total].map((one) => valueOfStep(one, index, answer, context))}
          </tbody>`)}
      </table>
    </div>
    ${drawn.length < all.length ? html`<p class="hint">${words.drawnOnly(context.format.count(all.length - drawn.length))}</p>` : nothing}`;
}

function valueOfStep({ value, sum }, index, answer, context) {
  const { words, format, openUnits } = context;
  const step = sum.steps[index];
  const isTotal = value === null;
  const count = format.count(step.reached);
  return html`
    <tr class=${isTotal ? 'sum' : ''}>
      <th scope="row">${isTotal ? html`<span class="of-total">${words.total}</span>` : html`${key(markOf(value, answer, context))} <bdi class="value-name" title=${value}>${nameOf(value, answer, context)}</bdi>`}</th>
      <td><svg class="bar-of-value" width="100%" height="10" aria-hidden="true"><rect class="track" width="100%" height="100%" rx="2"></rect><rect class="seg went-on" width=${`${(step.rate_from_start ?? 0) * 100}%`} height="100%" rx="2"></rect></svg></td>
      <td class="n">${step.reached ? html`<button type="button" class="number" title=${words.showUnits} @click=${() => openUnits('reached', step, step.reached, isTotal ? undefined : value)}>${count}</button>` : count}</td>
      <td class="n">${format.share(step.rate_from_start)}</td>
      <td class="n">${format.share(step.rate_from_previous)}</td>
    </tr>`;
}

/** The same of all values, a row each. */
export function stepsByValueTable(answer, isClosed, context) {
  const { words, format } = context;
  const total = answer.totals[isClosed ? 'closed' : 'all'];
  const cells = ({ steps }) => steps.map((step) => html`<td class="n">${format.count(step.reached)}</td><td class="n">${format.share(step.rate_from_start)}</td><td class="n">${format.share(step.rate_from_previous)}</td>`);
  return html`
    <table>
      <thead>
        <tr><th scope="col" rowspan="2">${words.value}</th>${total.steps.map((step) => html`<th scope="colgroup" colspan="3">${step.step} <bdi>${step.name}</bdi></th>`)}</tr>
        <tr>${total.steps.map(() => html`<th scope="col" class="n">${words.reached}</th><th scope="col" class="n">${words.ofStart}</th><th scope="col" class="n">${words.ofPrevious}</th>`)}</tr>
      </thead>
      <tbody>${shownValues(answer, isClosed, context).map(({ value, sum }) => html`<tr><th scope="row"><bdi class="value-name" title=${value}>${nameOf(value, answer, context)}</bdi></th>${cells(sum)}</tr>`)}</tbody>
      <tfoot><tr><th scope="row">${words.total}</th>${cells(total)}</tr></tfoot>
    </table>`;
}

/** Each value's points, and at which starts there are any. */
function seriesOf(answer, funnel, each) {
  const series = answer.value_trends.map(({ value, trend }) => ({ value, points: pointsOf(trend, funnel, funnel.last_step, each).points })).filter(({ points }) => points.length);
  const starts = new Map();
  for (const { points } of series) for (const point of points) if (!starts.has(point.start)) starts.set(point.start, point);
  return { series, starts: [...starts.values()].sort((one, other) => Date.parse(one.start) - Date.parse(other.start)) };
}

/** A line for each value, dashed where its cohorts are still open, with its name at its end. */
export function trendByValue(answer, funnel, each, width, cohortMillis, context) {
  const { words, format } = context;
  const all = seriesOf(answer, funnel, each);
  const series = all.series.filter(({ value }) => value !== OTHER).map((one) => ({ ...one, index: markOf(one.value, answer, context) })).filter(({ index }) => index >= 0 && index < DRAWN);
  const starts = all.starts.filter(({ start }) => series.some(({ points }) => points.some((point) => point.start === start)));
  if (!series.length) return html`<p class="hint">${words.noRowsInRange}</p>`;
  const noted = notesAmong(context.notes, starts);
  const highest = niceTop(Math.max(...series.flatMap(({ points }) => points.map(({ rate }) => rate))));
  const first = Date.parse(starts[0].start);
  const last = Date.parse(starts[starts.length - 1].start);
  const x = ({ start }) => LEFT + (last === first ? 0.5 : (Date.parse(start) - first) / (last - first)) * (width - LEFT - RIGHT);
  const y = (rate) => HEIGHT - BOTTOM - (rate / highest) * (HEIGHT - TOP - BOTTOM);
  const show = (drawing, index) => {
    const at = starts[index];
    const cursor = drawing.querySelector('.cursor');
    cursor.setAttribute('x1', x(at));
    cursor.setAttribute('x2', x(at));
    cursor.setAttribute('visibility', 'visible');
    const box = drawing.getBoundingClientRect();
    const here = series.map(({ value, points }) => ({ value, point: points.find(({ start }) => start === at.start) }));
    showTip(format.range(at.start, at.end, funnel.time_zone), [
      ...here.map(({ value, point }) => [nameOf(value, answer, context), point ? words.shareOf(format.share(point.rate), format.count(point.converted), format.count(point.entered)) : format.nothing]),
      [words.state, here.every(({ point }) => !point || point.closed) ? words.closed : words.trendOpen],
      ...notesAt(noted, at, words),
    ], box.left + x(at), box.top + TOP);
  };
  const walking = walk(starts.length, (at) => nearest(starts, at, x), show);
  return html`
    <svg class="chart" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="group" tabindex="0" aria-label=${`${words.trendBy(answer.breakdown)}. ${words.trendHint}`}
      @pointermove=${walking.pointermove} @pointerleave=${walking.leave} @keydown=${walking.keydown} @blur=${walking.leave}>
      ${[0, 0.5, 1].map((level) => svg`
        <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(highest * level)} y2=${y(highest * level)}></line>
        <text class="tick" x=${LEFT - 8} y=${y(highest * level) + 4} text-anchor="end">${format.share(highest * level)}</text>`)}
      ${ticks(starts, x).map(({ point, anchor }) => svg`
        <text class="tick" x=${x(point)} y=${HEIGHT - 8} text-anchor=${anchor}>${format.tick(point.start, funnel.time_zone, cohortMillis)}</text>`)}
      ${noteLines(noted, (at) => x({ start: at }), TOP, HEIGHT - BOTTOM, width - RIGHT)}
      <line class="cursor" y1=${TOP} y2=${HEIGHT - BOTTOM} x1="0" x2="0" visibility="hidden"></line>
      ${series.map(({ points, index }) => line(points, index, x, y))}
      ${labels(series, y).map(({ value, index, at }) => svg`<g class=${`series s${index}`}>${MARKS[index](width - RIGHT + 12, at - 4, 4)}</g><text class="label" x=${width - RIGHT + 21} y=${at}>${shortened(nameOf(value, answer, context))}<title>${nameOf(value, answer, context)}</title></text>`)}
    </svg>
    <p class="legend">
      ${series.some(({ points }) => points.some(({ closed }) => closed)) ? html`<span class="key"><svg width="26" height="10" aria-hidden="true"><line class="line plain" x1="1" x2="25" y1="5" y2="5"></line></svg>${words.trendClosed}</span>` : nothing}
      ${series.some(({ points }) => points.some(({ closed }) => !closed)) ? html`<span class="key"><svg width="26" height="10" aria-hidden="true"><line class="line plain open" x1="1" x2="25" y1="5" y2="5"></line></svg>${words.trendOpen}</span>` : nothing}
      ${all.series.length > series.length ? html`<span>${words.linesLeftOut(format.count(series.length))}</span>` : nothing}
    </p>
    ${noteList(noted, funnel, context)}`;
}

/** Solid through the closed points, dashed from the last of them on; marked where there is room. */
function line(points, index, x, y) {
  const firstOpen = points.findIndex(({ closed }) => !closed);
  const path = (part) => part.map((point) => `${x(point).toFixed(1)},${y(point.rate).toFixed(1)}`).join(' ');
  let free = -Infinity;
  const marked = points.filter((point) => {
    if (x(point) < free) return false;
    free = x(point) + MARKED_EVERY;
    return true;
  });
  return svg`
    <g class=${`series s${index}`}>
      <polyline points=${path(firstOpen < 0 ? points : points.slice(0, firstOpen))}></polyline>
      <polyline class="open" points=${firstOpen < 0 ? '' : path(points.slice(Math.max(firstOpen - 1, 0)))}></polyline>
      ${marked.map((point) => MARKS[index](x(point), y(point.rate), 3.5))}
    </g>`;
}

/** The names beside the ends of their lines, as near as there is room. */
function labels(series, y) {
  const placed = series.map(({ value, points, index }) => ({ value, index, at: y(points[points.length - 1].rate) + 4 })).sort((one, other) => one.at - other.at);
  placed.forEach((label, place) => {
    label.at = Math.max(label.at, place ? placed[place - 1].at + LABEL_HEIGHT : TOP + 8);
  });
  const over = Math.max(0, placed[placed.length - 1].at - (HEIGHT - BOTTOM));
  return placed.map((label) => ({ ...label, at: label.at - over }));
}

const shortened = (name) => (name.length > LABEL_LETTERS ? `${name.slice(0, LABEL_LETTERS - 1)}…` : name);

/** The same of all values: a row a cohort, a column a value. */
export function trendByValueTable(answer, funnel, each, context) {
  const { words, format } = context;
  const { series, starts } = seriesOf(answer, funnel, each);
  const byStart = series.map(({ value, points }) => ({ value, points: new Map(points.map((point) => [point.start, point])) }));
  const isClosed = ({ start }) => byStart.every(({ points }) => points.get(start)?.closed ?? true);
  const nameHere = (value) => (value === OTHER ? words.restOfValues : nameOf(value, answer, context));
  return html`
    <table>
      <thead><tr><th scope="col">${words.cohort}</th>${byStart.map(({ value }) => html`<th scope="col" class="n"><bdi title=${value}>${nameHere(value)}</bdi></th>`)}<th scope="col">${words.state}</th></tr></thead>
      <tbody>${starts.map((at) => html`
        <tr><th scope="row">${format.range(at.start, at.end, funnel.time_zone)}</th>
          ${byStart.map(({ points }) => {
            const point = points.get(at.start);
            return html`<td class="n">${point ? words.shareOf(format.share(point.rate), format.count(point.converted), format.count(point.entered)) : format.nothing}</td>`;
          })}
          <td>${isClosed(at) ? words.closed : words.trendOpen}</td>
        </tr>`)}</tbody>
    </table>
    ${noteTable(notesAmong(context.notes, starts), funnel, context)}`;
}
