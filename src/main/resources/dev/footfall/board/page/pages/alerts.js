// What was told at once, newest first; of each the events or the figures that made it.
import { html, nothing } from '../vendor/lit-html.js';
import { pathOf } from '../asked.js';
import { panel, select } from '../parts/controls.js';
import { empty } from '../parts/states.js';

export const concerns = () => true;

const EXAMPLE = `alerts:
  - {id: abandoned-cart, pattern: [cart, {not: pay}], within: 30m, cooldown: 1d}`;

export function page({ alerts, rows, more }, context) {
  const { words, format, choice, choose } = context;
  const said = words.alerts;
  const names = [{ value: '', text: said.all }, ...alerts.map(({ alert, title }) => ({ value: alert, text: title }))];
  if (choice.alert && !alerts.some(({ alert }) => alert === choice.alert)) names.push({ value: choice.alert, text: choice.alert });
  const csv = pathOf(choice).replace('api/alerts', 'api/alerts.csv');
  return html`
    <div class="page-head"><h1>${words.pages.alerts}</h1>
      ${alerts.length || choice.alert ? select(said.which, names, choice.alert ?? '', (alert) => choose({ alert: alert || null })) : nothing}
    </div>
    ${rows.length ? nothing : choice.alert ? empty(said.noneOfThis(choice.alert)) : empty(said.none, said.noneHint, EXAMPLE)}
    ${rows.length ? panel({ id: 'alerts', title: title(alerts, choice, said), hint: html`${said.hint} ${counts(alerts, choice, context)} ${more ? said.more(format.count(rows.length)) : nothing}`, csv, chart: () => feed(rows, context), table: () => table(rows, context) }, context) : nothing}`;
}

const title = (alerts, { alert: chosen }, said) => (chosen ? (alerts.find(({ alert }) => alert === chosen)?.title ?? chosen) : said.all);

function counts(alerts, { alert: chosen }, { words, format }) {
  const shown = alerts.filter(({ alert }) => !chosen || alert === chosen);
  const sum = (name) => format.count(shown.reduce((total, one) => total + one[name], 0));
  return html`${words.alerts.lastDay(sum('last_day'))}, ${words.alerts.told(sum('told'))}.`;
}

function feed(rows, context) {
  const { format } = context;
  return html`
    <ol class="feed">
      ${rows.map((row) => html`
        <li>
          <p><strong><bdi>${row.title}</bdi></strong> <span class="fact">${format.moment(row.at)}</span></p>
          <p>${row.cohort ? html`<bdi>${row.cohort.funnel}</bdi>` : html`<bdi class="value-name" title=${row.unit}>${row.unit}</bdi>`}: ${reason(row, context)}</p>
        </li>`)}
    </ol>`;
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
