// Conversion per cohort, drawn by hand: solid where closed, dashed and hollow where still open.
import { html, svg, nothing } from './vendor/lit-html.js';

const HEIGHT = 190;
const LEFT = 46;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 26;

/** One point a cohort, of the rows of the totals. */
export function cohortsOf(answer, lastStep) {
  const cohorts = [];
  for (const row of answer.rows) {
    if (row.breakdown !== null) continue;
    if (row.step === 1) {
      cohorts.push({ start: row.cohort_start, end: row.cohort_end, entered: row.reached, converted: 0, closed: row.final });
    }
    if (row.step === lastStep) cohorts[cohorts.length - 1].converted = row.reached;
  }
  for (const cohort of cohorts) cohort.rate = cohort.entered ? cohort.converted / cohort.entered : null;
  return cohorts.filter((cohort) => cohort.rate !== null);
}

export function trend(cohorts, funnel, width, words, format) {
  const top = niceTop(Math.max(...cohorts.map((cohort) => cohort.rate)));
  const first = time(cohorts[0]);
  const last = time(cohorts[cohorts.length - 1]);
  const x = (cohort) => LEFT + (last === first ? 0.5 : (time(cohort) - first) / (last - first)) * (width - LEFT - RIGHT);
  const y = (rate) => HEIGHT - BOTTOM - (rate / top) * (HEIGHT - TOP - BOTTOM);
  const firstOpen = cohorts.findIndex((cohort) => !cohort.closed);
  const closed = firstOpen < 0 ? cohorts : cohorts.slice(0, firstOpen);
  const open = firstOpen < 0 ? [] : cohorts.slice(Math.max(firstOpen - 1, 0));
  const line = (points) => points.map((cohort) => `${x(cohort).toFixed(1)},${y(cohort.rate).toFixed(1)}`).join(' ');
  const dense = cohorts.length > width / 12;
  return html`
    <svg class="trend" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label=${words.trend}>
      ${[0, 0.5, 1].map((part) => svg`
        <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(top * part)} y2=${y(top * part)}></line>
        <text class="tick" x=${LEFT - 8} y=${y(top * part) + 4} text-anchor="end">${format.share(top * part)}</text>`)}
      ${ticks(cohorts, width).map(({ cohort, anchor }) => svg`
        <text class="tick" x=${x(cohort)} y=${HEIGHT - 8} text-anchor=${anchor}>${format.tick(cohort.start, funnel.time_zone, funnel.cohort_ms)}</text>`)}
      <polyline class="line" points=${line(closed)}></polyline>
      <polyline class="line open" points=${line(open)}></polyline>
      ${cohorts.map((cohort) => svg`
        <circle class=${cohort.closed ? 'dot' : 'dot open'} cx=${x(cohort)} cy=${y(cohort.rate)} r=${dense ? 2 : 3.5}>
          <title>${words.trendPoint(format.tick(cohort.start, funnel.time_zone, funnel.cohort_ms), format.share(cohort.rate), format.count(cohort.entered), !cohort.closed)}</title>
        </circle>`)}
    </svg>
    <p class="legend">
      <span class="key"><svg width="26" height="10" aria-hidden="true"><line class="line" x1="1" x2="25" y1="5" y2="5"></line></svg>${words.trendClosed}</span>
      ${open.length ? html`<span class="key"><svg width="26" height="10" aria-hidden="true"><line class="line open" x1="1" x2="25" y1="5" y2="5"></line></svg>${words.trendOpen}</span>` : nothing}
    </p>`;
}

const time = (cohort) => Date.parse(cohort.start);

/** At most one label for every hundred pixels, and always the ends. */
function ticks(cohorts, width) {
  if (cohorts.length === 1) return [{ cohort: cohorts[0], anchor: 'middle' }];
  const labels = Math.max(2, Math.min(cohorts.length, Math.floor((width - LEFT) / 110)));
  return Array.from({ length: labels }, (unused, i) => ({
    cohort: cohorts[Math.round((i * (cohorts.length - 1)) / (labels - 1))],
    anchor: i === 0 ? 'start' : i === labels - 1 ? 'end' : 'middle',
  }));
}

function niceTop(rate) {
  for (const top of [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8]) if (rate <= top) return top;
  return 1;
}
