// Reports beside funnels: the list of them, and a page of each by its kind.
import { html, nothing } from '../vendor/lit-html.js';
import { query } from '../api.js';
import { toPage } from '../address.js';
import { select, toggle } from '../parts/controls.js';
import { addressOfReport, reportAsked } from '../asked.js';
import { periodTools } from '../parts/period.js';
import { empty } from '../parts/states.js';
import { channels } from '../parts/channels.js';
import { cameNext } from '../parts/next.js';
import { retention } from '../parts/retention.js';
import { rhythm } from '../parts/rhythm.js';

const PERIODS = ['7d', '30d', '90d', 'all', 'dates'];

/**
 * How each kind is shown.
 *
 * @param saysItself whether it says itself what is not over, so that open windows are always among its numbers
 */
const KINDS = {
  rhythm: { show: rhythm, saysItself: false },
  retention: { show: retention, saysItself: true },
  channels: { show: channels, saysItself: true },
  next: { show: cameNext, saysItself: false },
};

const EXAMPLE = `rhythm:
  - {id: activity, title: When users are active, event: "*", window: 7d}
retention:
  - {id: back, entry: register, return: visit, days: 30}
channels:
  - {id: channels, touch: visit, channel: utm_source, conversion: purchase, costs: {social: 120}}
next:
  - {id: trial-next, funnel: trial}`;

export const concerns = () => true;

export const concernsReports = (changed, { report }) => !report || changed.includes(report);

/** The page of one report; paths have one of their own. */
export const toReport = ({ report, kind }) => ({ ...toPage(kind === 'paths' ? 'paths' : 'reports'), report });

export function page(answer, context) {
  return context.choice.report ? one(answer, context) : list(answer.reports, context);
}

function list(reports, context) {
  const { words, format, go, hrefOf } = context;
  const said = words.reports;
  if (!reports.length) return html`<div class="page-head"><h1>${words.pages.reports}</h1></div>${empty(said.none, said.noneHint, EXAMPLE)}`;
  return html`
    <div class="page-head"><h1>${words.pages.reports}</h1></div>
    <ul class="cards">${reports.map((report) => html`
      <li class="card glance">
        <h2><a href=${hrefOf(toReport(report))} @click=${go(toReport(report))}><bdi>${report.title}</bdi></a></h2>
        <p>${said.kinds[report.kind] ?? report.kind}</p>
        <p class="hint">${said.about[report.kind]?.(report) ?? nothing} ${followed(report, said)}</p>
        <p class="hint">${report.extent ? said.upTo(format.moment(report.extent.watermark, report.time_zone)) : said.noRows}</p>
      </li>`)}</ul>`;
}

/** Whom it follows, where that is not users. */
const followed = ({ unit }, said) => (unit ? html`<bdi>${said.unit(unit)}</bdi>` : nothing);

function one(answer, context) {
  const { words, choice } = context;
  const { report } = answer;
  const said = words.reports;
  const kind = KINDS[report.kind];
  return html`
    <div class="page-head">
      <h1><bdi>${report.title}</bdi></h1>
      <p class="sentence">${said.about[report.kind]?.(report) ?? report.kind} ${followed(report, said)}</p>
    </div>
    ${tools(answer, kind, context)}
    ${!report.extent ? empty(said.noRows, said.noRowsHint)
    : !answer.windows.length ? empty(said.noWindows, null, null, html`<button type="button" @click=${() => context.choose({ last: 'all', from: null, to: null })}>${said.showAll}</button>`)
    : !kind ? html`<p class="hint">${said.unknownKind}</p>`
    : html`${scope(answer, kind, context)}${kind.show(answer, { ...context, csv: `${addressOfReport(choice.report)}/rows.csv?${query(reportAsked(choice))}` })}`}`;
}

function tools({ report, values, value }, kind, context) {
  const { words, choice, choose } = context;
  const all = value && !values.includes(value) ? [...values, value] : values;
  return html`
    <div class="tools">
      ${periodTools(report.window_ms === null && report.declared ? ['all'] : PERIODS, context)}
      ${all.length ? select(report.breakdown, [{ value: '', text: words.reports.everybody }, ...all.map((name) => ({ value: name, text: nameOf(name, words) }))], value, (chosen) => choose({ value: chosen || null })) : nothing}
      ${kind && !kind.saysItself ? toggle(words.reports.closedOnly, choice.closed === 'yes', (isOn) => choose({ closed: isOn ? 'yes' : 'no' }), words.reports.closedHint) : nothing}
      <span class="hint">${words.zone(report.time_zone)}</span>
    </div>`;
}

const nameOf = (value, words) => ({ '(none)': words.noValue, '(other)': words.reports.other })[value] ?? value;

/** Which windows the numbers are of, and what is to be known of them. */
function scope({ report, windows, closed, closed_until: closedUntil, windows_left_off: isCut, cells_left_off: areCut }, kind, { words, format }) {
  const said = words.reports;
  const range = format.range(windows[0].start, windows[windows.length - 1].end, report.time_zone);
  const partial = windows.filter((window) => window.partial).length;
  const isOpen = windows.some((window) => !window.final);
  const state = kind.saysItself ? said.upTo(format.moment(report.extent.watermark, report.time_zone)) : closed || !isOpen ? said.allClosed : closedUntil ? said.openIncluded(format.moment(closedUntil, report.time_zone)) : said.noneClosed;
  return html`
    <p class=${isOpen && !kind.saysItself ? 'closedness open' : 'closedness'}>${said.windows(range, format.count(windows.length))} ${state}</p>
    ${partial ? html`<p class="notice">${said.partial(format.count(partial))}</p>` : nothing}
    ${windows.some(({ truncated }) => truncated) ? html`<p class="notice">${said.truncated}</p>` : nothing}
    ${isCut || areCut ? html`<p class="notice">${said.cut}</p>` : nothing}`;
}
