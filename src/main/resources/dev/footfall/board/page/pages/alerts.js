// What was told at once, newest first; of each the events or the figures that made it.
import { html, nothing } from '../vendor/lit-html.js';
import { ask, query } from '../api.js';
import { dayOf } from '../format.js';
import { panel, select } from '../parts/controls.js';
import { empty, explain } from '../parts/states.js';

export const concerns = () => true;

const EXAMPLE = `alerts:
  - {id: abandoned-cart, pattern: [cart, {not: pay}], within: 30m, cooldown: 1d}`;

/** The pages that were read, and of what: rows never change, so they are kept when newer ones come. */
const read = { of: null, rows: [], next: null, isLoading: false, failure: null };

const idOf = ({ alert, version, unit, at }) => JSON.stringify([at, alert, unit, version]);

/** The rows of the first page, and of those that were read after it. */
function rowsOf({ rows, next }, of) {
  const known = new Set(read.rows.map(idOf));
  const hasMore = read.of === of && read.rows.length > rows.length && rows.some((row) => known.has(idOf(row)));
  if (hasMore) {
    read.rows = [...rows.filter((row) => !known.has(idOf(row))), ...read.rows];
  } else {
    Object.assign(read, { of, rows, next, isLoading: false, failure: null });
  }
  return read.rows;
}

async function readOn({ choice, redraw }) {
  const { of, next } = read;
  Object.assign(read, { isLoading: true, failure: null });
  redraw();
  try {
    const page = await ask(`${of}&${query({ after: next })}`);
    if (read.of !== of || read.next !== next || choice.page !== 'alerts') return;
    Object.assign(read, { rows: [...read.rows, ...page.rows], next: page.next });
  } catch (failure) {
    read.failure = failure;
  } finally {
    read.isLoading = false;
    redraw();
  }
}

export function page(answer, context) {
  const { words, choice, choose } = context;
  const { alerts } = answer;
  const said = words.alerts;
  const names = [{ value: '', text: said.all }, ...alerts.map(({ alert, title }) => ({ value: alert, text: title }))];
  if (choice.alert && !alerts.some(({ alert }) => alert === choice.alert)) names.push({ value: choice.alert, text: choice.alert });
  const rows = rowsOf(answer, context.answered);
  const csv = `api/alerts.csv?${query({ alert: choice.alert })}`;
  return html`
    <div class="page-head"><h1>${words.pages.alerts}</h1>
      ${alerts.length || choice.alert ? select(said.which, names, choice.alert ?? '', (alert) => choose({ alert: alert || null })) : nothing}
    </div>
    ${rows.length ? nothing : choice.alert ? empty(said.noneOfThis(choice.alert)) : empty(said.none, said.noneHint, EXAMPLE)}
    ${rows.length ? html`
      ${panel({ id: 'alerts', title: title(alerts, choice, said), hint: html`${said.hint} ${counts(alerts, choice, context)} ${said.inFile}`, csv, chart: () => feed(rows, context), table: () => table(rows, context) }, context)}
      ${further(rows, context)}` : nothing}`;
}

function further(rows, context) {
  const { words, format } = context;
  if (read.failure) return html`<div class="notice bad" role="alert"><p>${words.failed} ${explain(read.failure, words)}</p> <button type="button" @click=${() => readOn(context)}>${words.retry}</button></div>`;
  return html`
    <div class="further">
      <p class="hint" role="status">${read.isLoading ? words.loading : read.next === null ? words.alerts.allShown(format.count(rows.length)) : words.alerts.shown(format.count(rows.length))}</p>
      ${read.next === null ? nothing : html`<button type="button" ?disabled=${read.isLoading} @click=${() => readOn(context)}>${words.more}</button>`}
    </div>`;
}

const title = (alerts, { alert: chosen }, said) => (chosen ? (alerts.find(({ alert }) => alert === chosen)?.title ?? chosen) : said.all);

function counts(alerts, { alert: chosen }, { words, format }) {
  const shown = alerts.filter(({ alert }) => !chosen || alert === chosen);
  const sum = (name) => format.count(shown.reduce((total, one) => total + one[name], 0));
  return html`${words.alerts.lastDay(sum('last_day'))}, ${words.alerts.told(sum('told'))}.`;
}

/** Day by day, in the reader's zone. */
function feed(rows, context) {
  const { format } = context;
  const days = new Map();
  for (const row of rows) {
    const day = dayOf(row.at);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days.values()].map((those) => html`
    <h3 class="feed-day">${format.date(those[0].at)}</h3>
    <ol class="feed">
      ${those.map((row) => html`
        <li>
          <p><strong><bdi>${row.title}</bdi></strong> <span class="fact">${format.clock(row.at)}</span></p>
          <p>${row.cohort ? html`<bdi>${row.cohort.funnel}</bdi>` : html`<bdi class="value-name" title=${row.unit}>${row.unit}</bdi>`}: ${reason(row, context)}</p>
        </li>`)}
    </ol>`);
}

const reason = (row, context) => (row.cohort ? figures(row, context) : events(row, context));

function events({ events: all }, { format }) {
  return all.map(({ event, time, properties }, index) => html`${index ? ' → ' : nothing}<bdi title=${properties ? JSON.stringify(properties) : nothing}>${event}</bdi> <small>${format.exact(time)}</small>`);
}

function figures({ cohort, began, ended }, { words, format, zoneOf }) {
  const said = words.alerts;
  const { rate, usual_low: low, usual_high: high } = cohort;
  return html`
    ${rate < low ? said.fell(format.share(rate), format.share(low)) : said.rose(format.share(rate), format.share(high))}
    <small>(${said.cohort(format.range(began, ended, zoneOf(cohort.funnel)))}; ${said.counts(format.count(cohort.converted), format.count(cohort.entered), format.count(cohort.cohorts_before))})</small>`;
}

function table(rows, context) {
  const { words, format } = context;
  const said = words.alerts;
  return html`
    <table>
      <thead><tr><th scope="col">${said.at}</th><th scope="col">${said.which}</th><th scope="col">${said.unit}</th><th scope="col">${said.because}</th></tr></thead>
      <tbody>${rows.map((row) => html`
        <tr><th scope="row">${format.moment(row.at)}</th><td><bdi>${row.title}</bdi></td><td><bdi class="value-name" title=${row.unit}>${row.unit || format.nothing}</bdi></td><td class="wide">${reason(row, context)}</td></tr>`)}
      </tbody>
    </table>`;
}
