// Two drawings of an experiment: the difference look by look, and conversion by age.
import { html, svg, nothing } from '../vendor/lit-html.js';

const HEIGHT = 190;
const LEFT = 96;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 26;

/** Lines differ by more than colour. */
const LINES = ['', 'second', 'third', 'fourth'];
const lineOf = (index) => `line ${LINES[index % LINES.length]}`;

const path = (points) => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');

function axis(low, high, y, width, text) {
  return [low, (low + high) / 2, high].map((level) => svg`
    <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(level)} y2=${y(level)}></line>
    <text class="tick" x=${LEFT - 8} y=${y(level) + 4} text-anchor="end">${text(level)}</text>`);
}

/** The difference with its interval; the ends of the time below. */
export function looks(all, label, width, { format }) {
  const known = all.filter(({ lower, upper }) => lower !== null && upper !== null);
  const most = Math.max(0.001, ...known.map(({ lower, upper }) => Math.max(Math.abs(lower), Math.abs(upper))));
  const first = Date.parse(known[0].watermark);
  const last = Date.parse(known[known.length - 1].watermark);
  const x = ({ watermark }) => LEFT + (last === first ? 0.5 : (Date.parse(watermark) - first) / (last - first)) * (width - LEFT - RIGHT);
  const y = (value) => TOP + ((most - value) / (2 * most)) * (HEIGHT - TOP - BOTTOM);
  const band = [...known.map((look) => [x(look), y(look.upper)]), ...[...known].reverse().map((look) => [x(look), y(look.lower)])];
  return html`
    <svg class="chart" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label=${label}>
      ${axis(-most, most, y, width, format.points)}
      <polygon class="band" points=${path(band)}></polygon>
      <line class="zero" x1=${LEFT} x2=${width - RIGHT} y1=${y(0)} y2=${y(0)}></line>
      <polyline class="line" points=${path(known.filter(({ difference }) => difference !== null).map((look) => [x(look), y(Math.max(-most, Math.min(most, look.difference)))]))}></polyline>
      <text class="tick" x=${LEFT} y=${HEIGHT - 8}>${format.tick(known[0].watermark, undefined, 0)}</text>
      ${known.length > 1 ? svg`<text class="tick" x=${width - RIGHT} y=${HEIGHT - 8} text-anchor="end">${format.tick(known[known.length - 1].watermark, undefined, 0)}</text>` : nothing}
    </svg>`;
}

/** A stair for each variant. */
export function curves(all, label, width, { format }) {
  const drawn = all.filter(({ points }) => points.length > 0);
  const oldest = Math.max(...drawn.flatMap(({ points }) => points.map(({ age_ms: age }) => age)));
  const most = Math.max(0.01, ...drawn.flatMap(({ points }) => points.map(({ converted }) => converted)));
  const x = (age) => LEFT + (age / oldest) * (width - LEFT - RIGHT);
  const y = (share) => HEIGHT - BOTTOM - (share / most) * (HEIGHT - TOP - BOTTOM);
  const stair = (points) => points.reduce((so, { age_ms: age, converted }) => [...so, [x(age), so[so.length - 1][1]], [x(age), y(converted)]], [[x(0), y(0)]]);
  return html`
    <svg class="chart" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label=${label}>
      ${axis(0, most, y, width, format.share)}
      ${drawn.map(({ points }, index) => svg`<polyline class=${lineOf(index)} points=${path(stair(points))}></polyline>`)}
      <text class="tick" x=${LEFT} y=${HEIGHT - 8}>0</text>
      <text class="tick" x=${width - RIGHT} y=${HEIGHT - 8} text-anchor="end">${format.duration(oldest)}</text>
    </svg>
    <p class="legend">${drawn.map(({ variant }, index) => html`<span class="key"><svg width="26" height="10" aria-hidden="true"><line class=${lineOf(index)} x1="1" x2="25" y1="5" y2="5"></line></svg><bdi>${variant}</bdi></span>`)}</p>`;
}
