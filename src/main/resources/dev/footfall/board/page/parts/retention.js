// Who comes back: cohorts of entry by days since. A day that is not over for a cohort has no share, for it would be
// too low; the average is of cohorts for which the day is over.
import { html, svg, nothing } from '../vendor/lit-html.js';
import { oneOf, panel } from './controls.js';
import { grid, level, scaleOf } from './grid.js';
import { hideTip, showTip, walk } from './tip.js';

const HEIGHT = 190;
const LEFT = 50;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 28;

export function retention(answer, context) {
  const { words, format, choice, choose, csv, plotWidth } = context;
  const said = words.reports;
  const { cohorts, average, days } = answer.retention;
  const zone = answer.report.time_zone;
  const isUnbounded = choice.measure === 'unbounded';
  const of = isUnbounded
    ? { share: 'later_share', over: 'all_over', users: 'later', cohorts: 'later_cohorts', entered: 'later_entered' }
    : { share: 'share', over: 'over', users: 'returned', cohorts: 'cohorts', entered: 'entered' };
  const counted = cohorts.filter(({ entered }) => entered > 0);
  const most = Math.max(0, ...average.slice(1).map((day) => day[of.share] ?? 0), ...counted.flatMap((cohort) => cohort.days.slice(1).map((day) => day[of.share] ?? 0)));
  const measures = oneOf(said.measure, ['classic', 'unbounded'].map((value) => ({ value, text: said[value] })), isUnbounded ? 'unbounded' : 'classic', (chosen) => choose({ measure: chosen === 'classic' ? null : chosen }));
  const cellOf = (cohort) => (day) => ({
    text: day[of.over] ? shortShare(day[of.share], format) : '…',
    label: day[of.over] ? null : said.notOver,
    isOpen: !day[of.over],
    level: level(day[of.share] ?? 0, most),
    tip: () => [`${format.range(cohort.start, cohort.end, zone)} · ${said.dayN(format.count(day.day))}`, [
      [said.entered, format.count(cohort.entered)],
      ...(day[of.over] ? [[said.cameBack, format.count(day[of.users])], [words.share, format.share(day[of.share])]] : [[said.soFar, format.count(day[of.users])], [words.state, said.notOver]]),
    ]],
  });
  const averageCell = (day) => (day[of.cohorts]
    ? { text: shortShare(day[of.share], format), level: level(day[of.share] ?? 0, most), tip: () => [`${said.average} · ${said.dayN(format.count(day.day))}`, [[said.cohorts, format.count(day[of.cohorts])], [said.entered, format.count(day[of.entered])], [said.cameBack, format.count(day[of.users])], [words.share, format.share(day[of.share])]]] }
    : null);
  const known = average.filter((day) => day[of.cohorts] > 0 && day[of.share] !== null);
  return html`
    ${panel({
    id: 'triangle',
    title: said.triangle,
    hint: isUnbounded ? said.unboundedHint : said.classicHint,
    tools: measures,
    chart: () => html`
      ${grid({
    id: 'retention-grid',
    label: `${said.triangle}. ${said.gridHint}`,
    corner: [words.cohort, said.entered],
    columns: Array.from({ length: days + 1 }, (_, day) => format.count(day)),
    rows: counted.map((cohort) => ({ head: format.range(cohort.start, cohort.end, zone), before: [format.count(cohort.entered)], cells: cohort.days.map(cellOf(cohort)) })),
    foot: [{ head: said.average, before: [''], cells: average.map(averageCell) }],
  })}
      <div class="legends">${scaleOf('0', format.share(most))}<p class="legend"><span class="key"><i class="cell open sample-cell" aria-hidden="true"></i>… ${said.notOver}</span></p></div>`,
    table: () => triangleTable(counted, of, zone, context),
    csv,
  }, context)}
    ${panel({
    id: 'curve',
    title: said.curve,
    hint: said.curveHint,
    chart: () => (known.length ? html`<div class="plot" data-plot="curve">${curve(known, of, days, plotWidth('curve'), context)}</div>` : html`<p class="hint">${said.noneOver}</p>`),
    table: known.length ? () => html`
      <table>
        <thead><tr><th scope="col">${said.day}</th><th scope="col" class="n">${said.cohorts}</th><th scope="col" class="n">${said.entered}</th><th scope="col" class="n">${said.cameBack}</th><th scope="col" class="n">${words.share}</th></tr></thead>
        <tbody>${known.map((day) => html`<tr><th scope="row">${format.count(day.day)}</th><td class="n">${format.count(day[of.cohorts])}</td><td class="n">${format.count(day[of.entered])}</td><td class="n">${format.count(day[of.users])}</td><td class="n">${format.share(day[of.share])}</td></tr>`)}</tbody>
      </table>` : undefined,
  }, context)}`;
}

/** Many stand side by side: whole points do. */
function shortShare(share, format) {
  return share === null ? format.nothing : share > 0 && share < 0.01 ? format.share(share) : format.share(Math.round(share * 100) / 100);
}

function triangleTable(cohorts, of, zone, { words, format }) {
  const said = words.reports;
  return html`
    <table>
      <thead><tr><th scope="col">${words.cohort}</th><th scope="col" class="n">${said.day}</th><th scope="col" class="n">${said.entered}</th><th scope="col" class="n">${said.cameBack}</th><th scope="col" class="n">${words.share}</th><th scope="col">${words.state}</th></tr></thead>
      <tbody>${cohorts.map((cohort) => cohort.days.map((day) => html`
        <tr><th scope="row">${format.range(cohort.start, cohort.end, zone)}</th><td class="n">${format.count(day.day)}</td><td class="n">${format.count(cohort.entered)}</td>
          <td class="n">${day[of.over] ? format.count(day[of.users]) : nothing}</td><td class="n">${format.share(day[of.share])}</td><td>${day[of.over] ? said.over : said.notOver}</td></tr>`))}
      </tbody>
    </table>`;
}

function curve(known, of, days, width, { words, format }) {
  const said = words.reports;
  const top = Math.max(0.01, ...known.map((day) => day[of.share]));
  const x = ({ day }) => LEFT + (days ? day / days : 0.5) * (width - LEFT - RIGHT);
  const y = (share) => HEIGHT - BOTTOM - (share / top) * (HEIGHT - TOP - BOTTOM);
  const show = (drawing, index) => {
    const day = known[index];
    const cursor = drawing.querySelector('.cursor');
    cursor.setAttribute('x1', x(day));
    cursor.setAttribute('x2', x(day));
    cursor.setAttribute('visibility', 'visible');
    const box = drawing.getBoundingClientRect();
    showTip(said.dayN(format.count(day.day)), [[words.share, format.share(day[of.share])], [said.cameBack, format.count(day[of.users])], [said.entered, format.count(day[of.entered])], [said.cohorts, format.count(day[of.cohorts])]], box.left + x(day), box.top + y(day[of.share]));
  };
  const nearest = (at) => known.reduce((best, day, index) => (Math.abs(x(day) - at) < Math.abs(x(known[best]) - at) ? index : best), 0);
  const walking = walk(known.length, nearest, show);
  const leave = (event) => {
    walking.leave(event);
    hideTip();
  };
  return html`
    <svg class="chart" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="group" tabindex="0" aria-label=${`${said.curve}. ${said.curveHint}`}
      @pointermove=${walking.pointermove} @pointerleave=${leave} @keydown=${walking.keydown} @blur=${leave}>
      ${[0, 0.5, 1].map((part) => svg`
        <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(top * part)} y2=${y(top * part)}></line>
        <text class="tick" x=${LEFT - 8} y=${y(top * part) + 4} text-anchor="end">${format.share(top * part)}</text>`)}
      <line class="cursor" y1=${TOP} y2=${HEIGHT - BOTTOM} x1="0" x2="0" visibility="hidden"></line>
      <polyline class="line" points=${known.map((day) => `${x(day).toFixed(1)},${y(day[of.share]).toFixed(1)}`).join(' ')}></polyline>
      ${known.map((day) => svg`<circle class="dot" cx=${x(day)} cy=${y(day[of.share])} r=${known.length > 40 ? 2 : 3.5}></circle>`)}
      <text class="tick" x=${LEFT} y=${HEIGHT - 8}>${said.dayN('0')}</text>
      <text class="tick" x=${width - RIGHT} y=${HEIGHT - 8} text-anchor="end">${said.dayN(format.count(days))}</text>
    </svg>`;
}
