// What a funnel looks like. Everything here is a template of what is known; nothing here asks or waits.
import { html, svg, nothing } from './vendor/lit-html.js';
import { cohortsOf, trend } from './trend.js';

/** The outcomes of those whose furthest step this is, told apart by pattern and word, not colour alone. */
const FATES = [
  { name: 'in_progress', word: 'inProgress', fill: 'progress' },
  { name: 'excluded', word: 'excluded', fill: 'excluded' },
  { name: 'dropped', word: 'dropped', fill: 'dropped' },
];

/** The fills, once for the page. */
export const patterns = html`
  <svg class="patterns" width="0" height="0" aria-hidden="true">
    <defs>
      <pattern id="fill-dropped" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="dropped-ground" width="7" height="7"></rect><rect class="dropped-mark" width="2.4" height="7"></rect>
      </pattern>
      <pattern id="fill-progress" width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="progress-ground" width="7" height="7"></rect><circle class="progress-mark" cx="3.5" cy="3.5" r="1.5"></circle>
      </pattern>
      <pattern id="fill-excluded" width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="excluded-ground" width="8" height="8"></rect><path class="excluded-mark" d="M0 0L8 8M8 0L0 8"></path>
      </pattern>
    </defs>
  </svg>`;

export function funnelCard(funnel, panel, context) {
  const { words, language } = context;
  return html`
    <section class="card" id=${`funnel-${funnel.id}`} aria-labelledby=${`title-${funnel.id}`}>
      <header>
        <h2 id=${`title-${funnel.id}`}>${funnel.title}</h2>
        <p class="sentence">${funnel.sentence[language] ?? funnel.sentence.en}</p>
      </header>
      ${panel.problem ? html`<p class="notice bad" role="alert">${panel.problem} ${panel.answer ? words.showingOld : nothing}</p>` : nothing}
      ${panel.answer ? numbers(funnel, panel, context) : panel.problem ? nothing : skeleton(words)}
    </section>`;
}

const skeleton = (words) => html`
  <div class="skeleton" aria-busy="true"><span class="sr">${words.loading}</span><i></i><i></i><i></i></div>`;

function numbers(funnel, panel, context) {
  const { answer } = panel;
  const { words } = context;
  if (!answer.extent.first_cohort && !answer.rows.length) {
    return empty(words.noRows, words.noRowsHint(funnel.steps[0].name));
  }
  if (!answer.totals.all.entered) {
    return empty(words.noRowsInRange, null, html`<button type="button" @click=${context.showAll}>${words.showAll}</button>`);
  }
  const closed = panel.closed;
  const sum = closed ? answer.totals.closed : answer.totals.all;
  return html`
    ${closedness(funnel, answer, closed, context)}
    ${answer.sets_left_out ? html`<p class="notice">${words.leftOut(context.format.count(answer.sets_left_out))}</p>` : nothing}
    ${keyNumbers(funnel, answer, sum, context)}
    <div class="columns">
      <div class="bars">
        <h3>${words.funnel}</h3>
        ${stepBars(funnel, sum, closed, context)}
        ${legend(words)}
      </div>
      <div class="over-time">
        <h3>${words.trend}</h3>
        <div class="plot" data-plot=${funnel.id}>${trendOf(funnel, answer, context)}</div>
      </div>
    </div>
    ${funnel.breakdowns.length ? breakdown(funnel, panel, closed, context) : nothing}`;
}

const empty = (what, hint, action) => html`
  <div class="empty"><p>${what}</p>${hint ? html`<p class="hint">${hint}</p>` : nothing}${action ?? nothing}</div>`;

function closedness(funnel, answer, closed, { words, format }) {
  const until = format.moment(answer.extent.closed_until, funnel.time_zone);
  if (closed) return html`<p class="closedness">${words.closedUntil(until)}</p>`;
  if (answer.totals.closed.cohorts) return html`<p class="closedness open">${words.openIncluded(until)}</p>`;
  const first = answer.rows.find((row) => row.step === 1);
  if (!first?.cohort_end || !funnel.within_ms) return html`<p class="closedness open">${words.noneClosedAll}</p>`;
  const closes = new Date(Date.parse(first.cohort_end) + funnel.within_ms).toISOString();
  return html`<p class="closedness open">${words.noneClosed(format.moment(closes, funnel.time_zone))}</p>`;
}

function keyNumbers(funnel, answer, sum, { words, format }) {
  const last = [...sum.steps].reverse().find((step) => !step.optional);
  const number = (name, value, note) => html`
    <div><dt>${name}</dt><dd>${value}${note ? html`<small>${note}</small>` : nothing}</dd></div>`;
  return html`
    <dl class="key-numbers">
      ${number(words.conversion, format.share(sum.rate))}
      ${number(words.entered, format.count(sum.entered), funnel.cohort_ms ? words.cohorts(format.count(sum.cohorts)) : null)}
      ${number(words.converted, format.count(sum.converted))}
      ${number(words.underWay, format.count(answer.totals.all.in_progress), sum === answer.totals.closed ? words.inOpenCohorts : null)}
      ${number(words.medianTotal, format.duration(last.median_from_entry_ms))}
    </dl>`;
}

function stepBars(funnel, sum, closed, context) {
  const worst = sum.steps.reduce((most, step) => (step.dropped > (most?.dropped ?? 0) ? step : most), null);
  return html`<ol class="steps">${sum.steps.map((step) => stepBar(funnel, sum, step, step === worst, closed, context))}</ol>`;
}

function stepBar(funnel, sum, step, isWorst, closed, context) {
  const { words, format } = context;
  const part = (n) => (sum.entered ? (n / sum.entered) * 100 : 0);
  const stayed = step.dropped + step.in_progress + step.excluded;
  const segments = [{ fill: 'went-on', units: step.reached - stayed }, ...FATES.map((fate) => ({ fill: fate.fill, units: step[fate.name] }))];
  let at = 0;
  const rects = segments.map(({ fill, units }) => {
    const x = at;
    at += part(units);
    return svg`<rect class=${`seg ${fill}`} x=${`${x}%`} width=${`${part(units)}%`} y="0" height="100%"></rect>`;
  });
  return html`
    <li class=${isWorst ? 'step worst' : 'step'}>
      <div class="step-head">
        <span class="step-name"><b>${step.step}</b> ${step.name}${step.optional ? html` <em>${words.optional}</em>` : nothing}</span>
        <span class="step-count">${format.count(step.reached)}</span>
      </div>
      <svg class="bar" width="100%" height="30" aria-hidden="true">
        <rect class="track" width="100%" height="100%"></rect>${rects}
      </svg>
      <p class="step-facts">
        <span><b>${format.share(step.rate_from_start)}</b> ${words.ofStart}</span>
        ${step.step > 1 ? html`<span><b>${format.share(step.rate_from_previous)}</b> ${words.ofPrevious}</span>` : nothing}
        ${step.median_ms === null ? nothing : html`<span title=${words.p90(format.duration(step.p90_ms))}>${words.median(format.duration(step.median_ms))}</span>`}
      </p>
      ${stayed ? html`
        <p class="fates">
          ${FATES.filter((fate) => step[fate.name]).map((fate) => html`
            <button type="button" class=${`fate ${fate.fill}`} title=${words.showWho}
              @click=${() => context.showJourneys(funnel, step, fate.name, closed)}>
              ${swatch(fate.fill)}${words[fate.word]} ${format.count(step[fate.name])}
              ${step.reached ? html`<small>${format.share(step[fate.name] / step.reached)}</small>` : nothing}
            </button>`)}
          ${isWorst ? html`<strong class="worst-mark">▼ ${words.worst}</strong>` : nothing}
        </p>` : nothing}
    </li>`;
}

const swatch = (fill) => html`<svg class="swatch" width="14" height="14" aria-hidden="true"><rect class=${`seg ${fill}`} width="100%" height="100%"></rect></svg>`;

const legend = (words) => html`
  <p class="legend">
    <span class="key">${swatch('went-on')}${words.wentOn} / ${words.converted}</span>
    ${FATES.map((fate) => html`<span class="key">${swatch(fate.fill)}${words[fate.word]}</span>`)}
  </p>`;

function trendOf(funnel, answer, context) {
  const { words, format } = context;
  const lastStep = funnel.steps.reduce((last, step) => (step.optional ? last : step.step), 1);
  const cohorts = cohortsOf(answer, lastStep);
  if (!funnel.cohort_ms || !cohorts.length) return html`<p class="hint">–</p>`;
  return html`
    ${trend(cohorts, funnel, context.plotWidth(funnel.id), words, format)}
    <details>
      <summary>${words.asTable}</summary>
      <div class="scroll"><table>
        <thead><tr><th scope="col">${words.cohort}</th><th scope="col" class="n">${words.entered}</th><th scope="col" class="n">${words.converted}</th><th scope="col" class="n">${words.rate}</th><th scope="col">${words.state}</th></tr></thead>
        <tbody>${[...cohorts].reverse().map((cohort) => html`
          <tr><th scope="row">${format.tick(cohort.start, funnel.time_zone, funnel.cohort_ms)}</th><td class="n">${format.count(cohort.entered)}</td><td class="n">${format.count(cohort.converted)}</td><td class="n">${format.share(cohort.rate)}</td><td>${cohort.closed ? words.closed : words.open}</td></tr>`)}
        </tbody>
      </table></div>
    </details>`;
}

function breakdown(funnel, panel, closed, context) {
  const { words } = context;
  const chosen = panel.breakdown;
  return html`
    <div class="breakdown">
      <div class="breakdown-head">
        <h3 id=${`by-${funnel.id}`} title=${words.breakdownHint}>${words.breakdown}</h3>
        <div class="choice" role="group" aria-labelledby=${`by-${funnel.id}`}>
          ${[null, ...funnel.breakdowns].map((name) => html`
            <button type="button" aria-pressed=${String(name === chosen)} @click=${() => context.breakDown(funnel, name)}>${name ?? words.none}</button>`)}
        </div>
      </div>
      ${panel.answer.values && chosen === panel.answer.breakdown ? values(panel.answer, closed, context) : nothing}
    </div>`;
}

function values(answer, closed, { words, format }) {
  const shown = answer.values.map((value) => ({ ...value, sum: closed ? value.closed : value.all })).filter((value) => value.sum.entered);
  shown.sort((a, b) => (a.value === '(other)') - (b.value === '(other)') || b.sum.entered - a.sum.entered);
  if (!shown.length) return html`<p class="hint">${words.noRowsInRange}</p>`;
  const best = Math.max(...shown.map((value) => value.sum.rate ?? 0), 1e-9);
  return html`
    <div class="scroll"><table>
      <thead><tr>
        <th scope="col">${words.value}</th><th scope="col" class="n">${words.entered}</th><th scope="col" class="n">${words.converted}</th>
        <th scope="col" class="rate">${words.rate}</th><th scope="col" class="n">${words.inProgress}</th><th scope="col" class="n">${words.excluded}</th><th scope="col" class="n">${words.dropped}</th>
      </tr></thead>
      <tbody>${shown.map(({ value, sum }) => html`
        <tr>
          <th scope="row" dir="auto">${name(value, answer, words, format)}</th><td class="n">${format.count(sum.entered)}</td><td class="n">${format.count(sum.converted)}</td>
          <td class="rate"><span>${format.share(sum.rate)}</span><svg width="100" height="8" aria-hidden="true"><rect class="track" width="100%" height="100%" rx="2"></rect><rect class="seg went-on" width=${`${((sum.rate ?? 0) / best) * 100}%`} height="100%" rx="2"></rect></svg></td>
          <td class="n">${format.count(sum.in_progress)}</td><td class="n">${format.count(sum.excluded)}</td><td class="n">${format.count(sum.dropped)}</td>
        </tr>`)}
      </tbody>
    </table></div>
    ${answer.values.some((value) => value.truncated) ? html`<p class="hint">${words.truncated}</p>` : nothing}`;
}

function name(value, answer, words, format) {
  if (value === '(none)') return words.noValue;
  if (value === '(other)') return words.otherValues(answer.values_together ? format.count(answer.values_together) : '…');
  return value;
}

/** The list behind a number. */
export function journeyList(list, context) {
  const { words, format } = context;
  if (!list) return nothing;
  const { funnel, step, outcome } = list;
  const word = words[FATES.find((fate) => fate.name === outcome).word];
  return html`
    <header><h2 id="journeys-title">${words.journeysOf(word, step.name)}</h2><button type="button" @click=${context.closeJourneys}>${words.close}</button></header>
    ${list.problem ? html`<p class="notice bad" role="alert">${list.problem}</p>` : nothing}
    ${list.loading && !list.journeys.length ? skeleton(words) : nothing}
    ${!list.loading && !list.journeys.length && !list.problem ? empty(words.noJourneys) : nothing}
    ${list.journeys.length ? html`
      <div class="scroll"><table>
        <thead><tr><th scope="col">${words.unit}</th><th scope="col">${words.entry}</th><th scope="col">${words.furthest}</th>${funnel.breakdowns.map((by) => html`<th scope="col">${by}</th>`)}</tr></thead>
        <tbody>${list.journeys.map((journey) => html`
          <tr><th scope="row" dir="auto">${journey.unit}</th><td>${format.moment(journey.entry, funnel.time_zone)}</td><td>${funnel.steps[journey.furthest - 1]?.name ?? journey.furthest}</td>${funnel.breakdowns.map((by) => html`<td dir="auto">${journey.breakdowns?.[by] ?? '–'}</td>`)}</tr>`)}
        </tbody>
      </table></div>` : nothing}
    ${list.next ? html`<button type="button" class="more" ?disabled=${list.loading} @click=${context.moreJourneys}>${words.more}</button>` : nothing}`;
}
