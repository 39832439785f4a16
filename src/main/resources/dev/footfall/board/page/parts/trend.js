// Conversion by cohort of entry: solid where closed, dashed and hollow where still open.
import { html, svg, nothing } from '../vendor/lit-html.js';
import { DAY, dayOf } from '../format.js';
import { noteLines, noteList, noteTable, notesAmong, notesAt } from './notes.js';
import { hideTip, showTip, walk } from './tip.js';

const HEIGHT = 210;
const LEFT = 50;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 28;
const LABEL = 96;
const POINTS_AT_MOST = 120;

/** Whether cohorts are short enough to be put together by day or week. */
export const canBeGrouped = (funnel, by) => funnel.cohort_ms !== null && funnel.cohort_ms < { day: DAY, week: 7 * DAY }[by];

/** One point a cohort; or a day or a week of cohorts. */
export function pointsOf(trend, funnel, lastStep, each) {
  const by = each ?? (trend.length > POINTS_AT_MOST && canBeGrouped(funnel, 'day') ? 'day' : 'cohort');
  const groups = new Map();
  for (const cohort of trend) {
    const key = by === 'cohort' ? cohort.cohort_start : startOf(cohort.cohort_start, funnel.time_zone, by);
    const point = groups.get(key) ?? { start: cohort.cohort_start, end: cohort.cohort_end, entered: 0, converted: 0, inWindow: 0, closed: true };
    point.end = cohort.cohort_end;
    point.entered += cohort.reached[0];
    point.converted += cohort.reached[lastStep - 1];
    point.inWindow += cohort.in_progress;
    point.closed &&= cohort.final;
    groups.set(key, point);
  }
  const points = [...groups.values()].filter(({ entered }) => entered > 0);
  for (const point of points) point.rate = point.converted / point.entered;
  return { by, points };
}

function startOf(iso, zone, by) {
  const day = dayOf(iso, zone);
  if (by === 'day') return day;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString();
}

const time = (point) => Date.parse(point.start);

/** Where each point stands in a drawing of this size. */
function scale(points, width, height, margins) {
  const highest = niceTop(Math.max(...points.map(({ rate }) => rate)));
  const first = time(points[0]);
  const last = time(points[points.length - 1]);
  const x = (point) => margins.left + (last === first ? 0.5 : (time(point) - first) / (last - first)) * (width - margins.left - margins.right);
  const y = (rate) => height - margins.bottom - (rate / highest) * (height - margins.top - margins.bottom);
  return { highest, x, y };
}

/** The closed points' line, and the open ones' from the last closed one on. */
function lines(points, { x, y }) {
  const firstOpen = points.findIndex(({ closed }) => !closed);
  const closed = firstOpen < 0 ? points : points.slice(0, firstOpen);
  const open = firstOpen < 0 ? [] : points.slice(Math.max(firstOpen - 1, 0));
  const path = (part) => part.map((point) => `${x(point).toFixed(1)},${y(point.rate).toFixed(1)}`).join(' ');
  return { closed: path(closed), open: path(open), hasOpen: open.length > 0 };
}

export function trend(points, funnel, width, cohortMillis, context) {
  const { words, format } = context;
  const noted = notesAmong(context.notes, points);
  const place = scale(points, width, HEIGHT, { left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM });
  const { x, y, highest } = place;
  const drawn = lines(points, place);
  const isDense = points.length > width / 14;
  const show = (drawing, index) => {
    const point = points[index];
    const cursor = drawing.querySelector('.cursor');
    cursor.setAttribute('x1', x(point));
    cursor.setAttribute('x2', x(point));
    cursor.setAttribute('visibility', 'visible');
    const box = drawing.getBoundingClientRect();
    showTip(format.range(point.start, point.end, funnel.time_zone), [
      [words.conversion, format.share(point.rate)],
      [words.entered, format.count(point.entered)],
      [words.converted, format.count(point.converted)],
      ...(point.inWindow ? [[words.inWindow, format.count(point.inWindow)]] : []),
      [words.state, point.closed ? words.closed : words.trendOpen],
      ...notesAt(noted, point, words),
    ], box.left + x(point), box.top + y(point.rate));
  };
  const walking = walk(points.length, (at) => nearest(points, at, x), show);
  return html`
    <svg class="chart" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="group" tabindex="0" aria-label=${`${words.trend}. ${words.trendHint}`}
      @pointermove=${walking.pointermove} @pointerleave=${walking.leave} @keydown=${walking.keydown} @blur=${walking.leave}>
      ${[0, 0.5, 1].map((level) => svg`
        <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(highest * level)} y2=${y(highest * level)}></line>
        <text class="tick" x=${LEFT - 8} y=${y(highest * level) + 4} text-anchor="end">${format.share(highest * level)}</text>`)}
      ${ticks(points, x).map(({ point, anchor }) => svg`
        <text class="tick" x=${x(point)} y=${HEIGHT - 8} text-anchor=${anchor}>${format.tick(point.start, funnel.time_zone, cohortMillis)}</text>`)}
      ${noteLines(noted, (at) => x({ start: at }), TOP, HEIGHT - BOTTOM, width - RIGHT)}
      <line class="cursor" y1=${TOP} y2=${HEIGHT - BOTTOM} x1="0" x2="0" visibility="hidden"></line>
      <polyline class="line" points=${drawn.closed}></polyline>
      <polyline class="line open" points=${drawn.open}></polyline>
      ${points.map((point) => svg`<circle class=${point.closed ? 'dot' : 'dot open'} cx=${x(point)} cy=${y(point.rate)} r=${isDense ? 2 : 3.5}></circle>`)}
    </svg>
    <p class="legend">
      ${drawn.closed ? html`<span class="key"><svg width="26" height="10" aria-hidden="true"><line class="line" x1="1" x2="25" y1="5" y2="5"></line></svg>${words.trendClosed}</span>` : nothing}
      ${drawn.hasOpen ? html`<span class="key"><svg width="26" height="10" aria-hidden="true"><line class="line open" x1="1" x2="25" y1="5" y2="5"></line></svg>${words.trendOpen}</span>` : nothing}
    </p>
    ${noteList(noted, funnel, context)}`;
}

/** The same without words, for a card. */
export function spark(points, width, height) {
  const place = scale(points, width, height, { left: 3, right: 3, top: 4, bottom: 4 });
  const drawn = lines(points, place);
  const last = points[points.length - 1];
  return html`
    <svg class="spark" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      <polyline class="line" points=${drawn.closed}></polyline>
      <polyline class="line open" points=${drawn.open}></polyline>
      ${points.length === 1 ? svg`<circle class="dot" cx=${place.x(last)} cy=${place.y(last.rate)} r="3"></circle>` : nothing}
    </svg>`;
}

export function trendTable(points, funnel, context) {
  const { words, format } = context;
  return html`
    <table>
      <thead><tr><th scope="col">${words.cohort}</th><th scope="col" class="n">${words.entered}</th><th scope="col" class="n">${words.converted}</th><th scope="col" class="n">${words.conversion}</th><th scope="col" class="n">${words.inWindow}</th><th scope="col">${words.state}</th></tr></thead>
      <tbody>${points.map((point) => html`
        <tr>
          <th scope="row">${format.range(point.start, point.end, funnel.time_zone)}</th><td class="n">${format.count(point.entered)}</td><td class="n">${format.count(point.converted)}</td>
          <td class="n">${format.share(point.rate)}</td><td class="n">${format.count(point.inWindow)}</td><td>${point.closed ? words.closed : words.trendOpen}</td>
        </tr>`)}
      </tbody>
    </table>
    ${noteTable(notesAmong(context.notes, points), funnel, context)}`;
}

export function nearest(points, at, x) {
  let best = 0;
  points.forEach((point, index) => {
    if (Math.abs(x(point) - at) < Math.abs(x(points[best]) - at)) best = index;
  });
  return best;
}

/** The ends, and between them as many labels as have room. */
export function ticks(points, x) {
  if (points.length === 1) return [{ point: points[0], anchor: 'middle' }];
  const last = points[points.length - 1];
  const labels = [{ point: points[0], anchor: 'start' }];
  let free = x(points[0]) + 1.5 * LABEL;
  for (const point of points.slice(1, -1)) {
    if (x(point) < free || x(point) > x(last) - 1.5 * LABEL) continue;
    labels.push({ point, anchor: 'middle' });
    free = x(point) + LABEL;
  }
  return [...labels, { point: last, anchor: 'end' }];
}

export function niceTop(rate) {
  for (const top of [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8]) if (rate <= top) return top;
  return 1;
}
