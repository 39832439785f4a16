// One funnel: what is counted, how many get how far, where they stop, how long it takes, over time and by value.
import { html, nothing } from '../vendor/lit-html.js';
import { query } from '../api.js';
import { stepsAsked } from '../asked.js';
import { part } from '../format.js';
import { toReport } from './reports.js';
import { bars, barsTable, slowestOf, worstOf } from '../parts/bars.js';
import { breakdown, breakdownTools, valuesAsked } from '../parts/breakdown.js';
import { stepsByValue, stepsByValueTable, trendByValue, trendByValueTable } from '../parts/byvalue.js';
import { delta, oneOf, panel, pointsChange, select, toggle } from '../parts/controls.js';
import { legend } from '../parts/outcomes.js';
import { comparable, periodTools } from '../parts/period.js';
import { saveChart, saveSteps } from '../parts/save.js';
import { empty } from '../parts/states.js';
import { times, timesTable } from '../parts/times.js';
import { canBeGrouped, pointsOf, trend, trendTable } from '../parts/trend.js';

const PERIODS = ['24h', '7d', '30d', '90d', 'all', 'dates'];

export const concerns = (changed, { funnel }) => changed.includes(funnel);

/** Whose times: those of the last step from the entry, unless others are chosen. */
function timesOf({ times: chosen }, funnel) {
  const [step, measure] = (chosen ?? '').split('.');
  return [Number(step) >= 2 && Number(step) <= funnel.steps.length ? Number(step) : funnel.last_step, measure === 'previous' ? 'previous' : 'entry'];
}

export function page(answer, context) {
  const { funnel, words, language } = context;
  return html`
    <div class="page-head funnel-head">
      <h1><bdi>${funnel.title}</bdi></h1>
      <p class="sentence">${funnel.sentence[language] ?? funnel.sentence.en}</p>
    </div>
    ${toolbar(context)}
    ${numbers(answer, context)}`;
}

/** Where it can be read what those did next who dropped, of the same time. */
function cameNext({ funnel, reports, words, choice, hrefOf, go }) {
  const its = reports.filter(({ kind, funnel: of, extent }) => kind === 'next' && of === funnel.id && extent);
  const toIts = (report) => ({ ...toReport(report), last: choice.last, from: choice.from, to: choice.to });
  return its.length ? html`<p class="hint">${words.reports.ofFunnel} ${its.map((report) => html`<a href=${hrefOf(toIts(report))} @click=${go(toIts(report))}><bdi>${report.title}</bdi></a> `)}</p>` : nothing;
}

function toolbar(context) {
  const { funnel, words, choice, choose } = context;
  return html`
    <div class="tools">
      ${periodTools(funnel.cohort_ms === null ? ['all'] : PERIODS, context)}
      ${toggle(words.closedOnly, choice.closed === 'yes', (isOn) => choose({ closed: isOn ? 'yes' : 'no' }), words.closedHint)}
      ${funnel.cohort_ms === null ? nothing : toggle(words.compare, choice.compare === 'yes', (isOn) => choose({ compare: isOn ? 'yes' : 'no' }))}
      <span class="hint">${words.zone(funnel.time_zone)}</span>
    </div>`;
}

/** Closed cohorts, unless the reader wants others too or there are none. */
export function shown(answer, choice) {
  const isClosed = choice.closed === 'yes' && (answer.totals.closed.entered > 0 || answer.totals.all.entered === 0);
  const sums = isClosed ? 'closed' : 'all';
  return { isClosed, sum: answer.totals[sums], before: comparable(answer.before, answer.extent, sums) };
}

/** The cohorts the numbers are of: from the first to the end of the last. */
function rangeOf(answer, isClosed) {
  const cohorts = answer.trend.filter((cohort) => cohort.final || !isClosed);
  return cohorts.length ? [cohorts[0].cohort_start, cohorts[cohorts.length - 1].cohort_end] : [null, null];
}

function numbers(answer, context) {
  const { funnel, words, format, choice, choose } = context;
  if (!answer.extent.last_write) return empty(words.noRows, words.noRowsHint(funnel.steps[0].name), './footfall demo');
  const all = choose.bind(null, { last: 'all', from: null, to: null });
  if (!answer.totals.all.entered) {
    return choice.hide.length && answer.values?.length
      ? html`${empty(words.allHidden, null, null, html`<button type="button" @click=${() => choose({ hide: [] })}>${words.showAll}</button>`)}`
      : empty(words.noRowsInRange, null, null, html`<button type="button" @click=${all}>${words.showAllCohorts}</button>`);
  }
  const { isClosed, sum, before } = shown(answer, choice);
  const [from, end] = rangeOf(answer, isClosed);
  const period = from ? words.periodClosed(format.range(from, end, funnel.time_zone), words.cohorts(format.count(sum.cohorts))) : '';
  return html`
    <p class=${isClosed ? 'closedness' : 'closedness open'}>
      ${period} ${isClosed ? words.closedUntil(format.moment(answer.extent.closed_until, funnel.time_zone)) : answer.totals.closed.cohorts ? words.openIncluded(format.moment(answer.extent.closed_until, funnel.time_zone)) : words.noneClosed}
      ${choice.compare !== 'yes' || funnel.cohort_ms === null ? nothing : comparison(answer, before, context)}
    </p>
    ${answer.sets_left_out ? html`<p class="notice">${words.leftOut(format.count(answer.sets_left_out))}</p>` : nothing}
    ${sum.partial_cohorts ? html`<p class="notice">${words.partial(words.cohorts(format.count(sum.partial_cohorts)))}</p>` : nothing}
    ${keyNumbers(answer, sum, before, context)}
    <div class="columns">
      ${stepsPanel(answer, sum, before, period, context)}
      <div class="stack">
        ${trendPanel(answer, context)}
        ${timesPanel(answer, sum, isClosed, context)}
      </div>
    </div>
    ${funnel.breakdowns.length ? breakdownPanel(answer, isClosed, context) : nothing}
    ${answer.values?.length && context.choice.by === answer.breakdown ? html`<div class="columns">${stepsByValuePanel(answer, isClosed, context)}${trendByValuePanel(answer, context)}</div>` : nothing}`;
}

function comparison({ before: period, extent }, before, { funnel, words, format }) {
  if (before) return words.before(format.range(period.from, period.to, funnel.time_zone));
  const isCut = period?.totals.all.entered && Date.parse(extent.first_cohort) > Date.parse(period.from);
  return isCut ? words.beforeIsCut(format.moment(extent.first_cohort, funnel.time_zone)) : words.noBefore;
}

function keyNumbers(answer, sum, before, { funnel, words, format }) {
  const last = sum.steps[funnel.last_step - 1];
  const worst = worstOf(sum);
  const slowest = slowestOf(sum);
  const rateChange = before && sum.rate !== null && before.rate !== null ? sum.rate - before.rate : null;
  const enteredChange = before ? part(sum.entered - before.entered, before.entered) : null;
  const lastBefore = before?.steps[funnel.last_step - 1].median_from_entry_ms ?? null;
  const faster = last.median_from_entry_ms !== null && lastBefore ? last.median_from_entry_ms / lastBefore - 1 : null;
  const number = (name, value, ...notes) => html`<div><dt>${name}</dt><dd>${value}${notes.filter(Boolean).map((note) => html`<small>${note}</small>`)}</dd></div>`;
  return html`
    <dl class="key-numbers">
      ${number(words.conversion, format.share(sum.rate), rateChange === null ? null : html`${pointsChange(rateChange, words, format)} ${words.vsBefore}`)}
      ${number(words.entered, format.count(sum.entered), enteredChange === null ? null : html`${delta(Math.round(enteredChange * 1000), format.change(enteredChange))} ${words.vsBefore}`)}
      ${number(words.converted, format.count(sum.converted))}
      ${number(words.largestDrop, worst ? format.share(part(worst.dropped, worst.reached)) : format.nothing, worst ? html`<bdi>${words.after(worst.name)}</bdi>` : null)}
      ${number(words.slowest, slowest?.median_ms == null ? format.nothing : format.duration(slowest.median_ms), slowest?.median_ms == null ? null : html`<bdi>${words.to(slowest.name)}</bdi>`)}
      ${number(words.medianTotal, format.duration(last.median_from_entry_ms), last.p90_from_entry_ms === null ? null : words.p90Total(format.duration(last.p90_from_entry_ms)), faster === null ? null : html`${delta(Math.round(faster * 1000), format.change(faster), false)} ${words.vsBefore}`)}
      <div title=${words.inWindowHint}><dt>${words.inWindow}</dt><dd>${format.count(answer.totals.all.in_progress)}<small>${words.inOpenCohorts}</small></dd></div>
    </dl>`;
}

function stepsPanel(answer, sum, before, period, context) {
  const { funnel, words, language, choice } = context;
  return panel({
    id: 'steps',
    title: words.funnel,
    hint: words.stepsHint,
    chart: () => html`${bars(sum, before, funnel.last_step, context)}${legend(words, before !== null)}${cameNext(context)}`,
    table: () => barsTable(sum, funnel.last_step, context),
    csv: `api/funnels/${encodeURIComponent(funnel.id)}/steps.csv?${query(stepsAsked(choice))}`,
    png: () => saveSteps(funnel, sum, funnel.sentence[language] ?? funnel.sentence.en, period, context),
  }, context);
}

function trendPanel(answer, context) {
  const { funnel, words, choice, choose, plotWidth } = context;
  const { by, points } = pointsOf(answer.trend, funnel, funnel.last_step, choice.each);
  const groupings = ['day', 'week'].filter((name) => canBeGrouped(funnel, name));
  const cohortMillis = by === 'cohort' ? funnel.cohort_ms : 86_400_000;
  return panel({
    id: 'trend',
    title: words.trend,
    tools: groupings.length ? oneOf(words.each.label, ['cohort', ...groupings].map((value) => ({ value, text: words.each[value] })), by, (each) => choose({ each })) : nothing,
    chart: () => (funnel.cohort_ms === null ? html`<p class="hint">${words.noTrend}</p>` : html`<div class="plot" data-plot="trend">${trend(points, funnel, plotWidth('trend'), cohortMillis, context)}</div>`),
    table: funnel.cohort_ms === null ? undefined : () => trendTable(points, funnel, context),
    png: () => saveChart(document.querySelector('#panel-trend .chart'), `${funnel.title}: ${words.trend}`, `${funnel.id}-trend`),
  }, context);
}

function timesPanel(answer, sum, isClosed, context) {
  const { funnel, words, format, choice, choose, plotWidth } = context;
  const [step, measure] = timesOf(choice, funnel);
  const bins = answer.histogram?.step === step && answer.histogram.measure === measure ? answer.histogram[isClosed ? 'closed' : 'all'] : [];
  const total = bins.reduce((all, { units }) => all + units, 0);
  const at = sum.steps[step - 1];
  const [median, p90] = measure === 'entry' ? [at.median_from_entry_ms, at.p90_from_entry_ms] : [at.median_ms, at.p90_ms];
  const choosing = (otherStep, otherMeasure) => choose({ times: `${otherStep}.${otherMeasure}` });
  return panel({
    id: 'times',
    title: words.times,
    hint: total ? html`${words.median(format.duration(median))} · ${words.p90(format.duration(p90))} · ${words.timesHint(format.count(total))}` : null,
    tools: html`
      ${select(words.timesTo, funnel.steps.slice(1).map(({ step: value, name }) => ({ value: String(value), text: name })), String(step), (value) => choosing(value, measure))}
      ${select(words.timesFrom.label, ['entry', 'previous'].map((value) => ({ value, text: words.timesFrom[value] })), measure, (value) => choosing(step, value))}`,
    chart: () => (total ? html`<div class="plot" data-plot="times">${times(bins, median, p90, plotWidth('times'), context)}</div>` : html`<p class="hint">${words.nobodyYet}</p>`),
    table: total ? () => timesTable(bins, context) : undefined,
    png: total ? () => saveChart(document.querySelector('#panel-times .chart'), `${funnel.title}: ${words.times}`, `${funnel.id}-times`) : null,
  }, context);
}

function breakdownPanel(answer, isClosed, context) {
  const { funnel, words, choice } = context;
  const isThere = answer.values && choice.by === answer.breakdown;
  return panel({
    id: 'breakdown',
    title: words.breakdown,
    hint: choice.by ? words.breakdownHint : words.breakdownNone,
    tools: breakdownTools(funnel, context),
    chart: () => (isThere ? breakdown(answer, funnel, funnel.last_step, isClosed, context) : nothing),
    csv: isThere ? `api/funnels/${encodeURIComponent(funnel.id)}/steps.csv?${query(stepsAsked(choice))}` : null,
  }, context);
}

function stepsByValuePanel(answer, isClosed, context) {
  const { words } = context;
  return panel({
    id: 'steps-by-value',
    title: words.stepsBy(answer.breakdown),
    hint: words.stepsByHint,
    chart: () => stepsByValue(answer, isClosed, context),
    table: () => stepsByValueTable(answer, isClosed, context),
  }, context);
}

function trendByValuePanel(answer, context) {
  const { funnel, words, choice, plotWidth } = context;
  if (funnel.cohort_ms === null) return nothing;
  const title = words.trendBy(answer.breakdown);
  if (!answer.value_trends) return panel({ id: 'trend-by-value', title, chart: () => html`<p class="hint">${words.tooManyTrends}</p>` }, context);
  // All of them per day, or none: pointsOf would choose for each by how many cohorts it has.
  const { by } = pointsOf(answer.trend, funnel, funnel.last_step, choice.each);
  return panel({
    id: 'trend-by-value',
    title,
    hint: words.trendByHint,
    chart: () => html`<div class="plot" data-plot="trend-by-value">${trendByValue(answer, funnel, by, plotWidth('trend-by-value'), by === 'cohort' ? funnel.cohort_ms : 86_400_000, context)}</div>`,
    table: () => trendByValueTable(answer, funnel, by, context),
    png: () => saveChart(document.querySelector('#panel-trend-by-value .chart'), `${funnel.title}: ${title}`, `${funnel.id}-trend-by-value`),
  }, context);
}

/**
 * What the list behind a part of the page must be asked for, so that it holds exactly those who were counted.
 *
 * @param what reached, went_on, or an outcome
 * @param step the step, null for all
 */
export function unitsAsked(answer, choice, funnel, what, step, value) {
  const { isClosed } = shown(answer, choice);
  const ofStep = {
    reached: () => ({ reached: step.step }),
    went_on: () => ({ reached: step.optional || step.step === funnel.last_step ? step.step : nextRequired(funnel, step.step) }),
  }[what] ?? (() => ({ step: step?.step, outcome: what }));
  return { ...ofStep(), from: answer.from, to: answer.to, closed: isClosed ? 'yes' : 'no', ...valuesAsked(answer, choice, value) };
}

const nextRequired = (funnel, step) => funnel.steps.find((next) => next.step > step && !next.optional).step;

