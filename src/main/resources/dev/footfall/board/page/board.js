// The page: what is chosen, what is known, and asking for more of it every two seconds.
import { html, nothing, render } from './vendor/lit-html.js';
import * as api from './api.js';
import { DAY, formatter } from './format.js';
import { choice, remember } from './state.js';
import { languages, preferred } from './text.js';
import { funnelCard, journeyList, patterns } from './view.js';

const EVERY = 2000;
const USUAL_RANGE = '30d';
const LENGTHS = { '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY };

/** What the server said last; per funnel an answer, or a problem, or neither yet. */
const known = { funnels: null, health: null, unreachable: false, panels: new Map(), list: null };

const root = document.getElementById('board');
const language = () => choice.language ?? preferred(navigator.languages ?? [navigator.language]);

function draw() {
  const tag = languages[language()] ? language() : 'en';
  const words = languages[tag];
  const context = {
    words,
    language: tag,
    format: formatter(tag, words),
    plotWidth,
    showAll: () => choose({ range: 'all' }),
    breakDown,
    showJourneys,
    moreJourneys,
    closeJourneys,
  };
  document.documentElement.lang = tag;
  render(page(context), root);
  const dialog = root.querySelector('dialog');
  if (known.list && !dialog.open) dialog.showModal();
  if (!known.list && dialog.open) dialog.close();
}

function page(context) {
  const { words } = context;
  return html`
    ${patterns}
    <header class="top">
      <h1><img src="icon.svg" alt="" width="28" height="28">Footfall</h1>
      ${liveness(context)}
      <div class="choice languages" role="group" aria-label="Language / 语言">
        ${Object.entries(languages).map(([tag, { language: name }]) => html`
          <button type="button" lang=${tag} aria-pressed=${String(tag === context.language)} @click=${() => choose({ language: tag })}>${name}</button>`)}
      </div>
    </header>
    ${toolbar(words)}
    <main>
      ${known.unreachable ? html`<p class="notice bad" role="alert">${words.unreachable}</p>` : nothing}
      ${troubled() ? html`<p class="notice warn" role="alert">${words.trouble[known.health.status]}</p>` : nothing}
      ${known.funnels === null && !known.unreachable ? html`<p class="hint">${words.loading}</p>` : nothing}
      ${known.funnels?.length === 0 ? html`<div class="card empty"><p>${words.noFunnels}</p><p class="hint">${words.noFunnelsHint}</p></div>` : nothing}
      ${(known.funnels ?? []).map((funnel) => funnelCard(funnel, shownPanel(funnel, words), context))}
    </main>
    <dialog aria-labelledby="journeys-title" @close=${closeJourneys}>${journeyList(known.list, context)}</dialog>`;
}

/** Whether the numbers are old and someone should do something about it. */
function troubled() {
  return !known.unreachable && ['stalled', 'offline'].includes(known.health?.status);
}

function liveness({ words, format }) {
  const { health } = known;
  const status = known.unreachable ? 'offline' : health?.status;
  if (!status) return nothing;
  const now = Date.now();
  const written = health.last_write ? words.lastWrite(format.duration(Math.max(1000, Math.round((now - Date.parse(health.last_write)) / 1000) * 1000))) : words.neverWritten;
  return html`
    <div class="liveness">
      <span class=${`pill ${status}`} role="status" title=${health?.reason ?? ''}><i aria-hidden="true"></i>${words.status[status]}</span>
      ${status === 'offline' ? nothing : html`
        <span class="fact">${health.watermark ? words.watermark(format.moment(health.watermark)) : nothing}</span>
        <span class="fact">${written}</span>
        <span class="fact" title=${words.setAsideTitle}>${words.setAside(format.count(health.late), format.count(health.rejected))}</span>`}
    </div>`;
}

function toolbar(words) {
  const range = choice.range ?? USUAL_RANGE;
  return html`
    <nav class="toolbar" aria-label=${words.range}>
      <span class="label" id="range-label">${words.range}</span>
      <div class="choice" role="group" aria-labelledby="range-label">
        ${Object.entries(words.presets).map(([name, text]) => html`
          <button type="button" aria-pressed=${String(name === range)} @click=${() => choose({ range: name })}>${text}</button>`)}
      </div>
      ${range === 'custom' ? html`
        <label>${words.from} <input type="date" .value=${choice.from ?? ''} @change=${(event) => choose({ from: event.target.value })}></label>
        <label>${words.until} <input type="date" .value=${choice.until ?? ''} @change=${(event) => choose({ until: event.target.value })}></label>` : nothing}
      <label class="switch" title=${words.closedHint}>
        <input type="checkbox" role="switch" .checked=${choice.closed ?? true} @change=${(event) => choose({ closed: event.target.checked })}>
        <span>${words.closedOnly}</span>
      </label>
    </nav>`;
}

function choose(change) {
  Object.assign(choice, change);
  remember();
  draw();
  refresh();
}

function breakDown(funnel, name) {
  choice.breakdowns[funnel.id] = name ?? '';
  choose({});
}

/** The first breakdown, until another is chosen. */
function breakdownOf(funnel) {
  return (choice.breakdowns[funnel.id] ?? funnel.breakdowns[0] ?? '') || null;
}

function panelOf(funnel) {
  if (!known.panels.has(funnel.id)) known.panels.set(funnel.id, { answer: null, problem: null });
  return known.panels.get(funnel.id);
}

/** Closed cohorts alone, unless the reader wants others or there are none to show. */
function shownPanel(funnel, words) {
  const { answer, problem } = panelOf(funnel);
  const anyClosed = Boolean(answer?.totals.closed.entered);
  return {
    answer,
    problem: problem === null ? null : words.failed(troubled() ? '' : problem),
    breakdown: breakdownOf(funnel),
    closed: anyClosed && (choice.closed ?? true),
  };
}

/** Ranges end with the funnel's last cohort: event time need not be that of the clock. */
function rangeOf(funnel) {
  const preset = choice.range ?? USUAL_RANGE;
  if (preset === 'custom') {
    const until = choice.until ? new Date(Date.parse(choice.until) + DAY).toISOString().slice(0, 10) : null;
    return { from: choice.from, to: choice.from && until && until <= choice.from ? null : until };
  }
  const end = panelOf(funnel).answer?.extent.last_end;
  return LENGTHS[preset] && end ? { from: new Date(Date.parse(end) - LENGTHS[preset]).toISOString() } : {};
}

let asking = 0;

/** Asks for everything once; an answer that was overtaken by a newer question is dropped. */
async function refresh() {
  const mine = ++asking;
  try {
    const [funnels, health] = await Promise.all([api.funnels(), api.health()]);
    if (mine !== asking) return;
    known.funnels = funnels.funnels;
    known.health = health;
    known.unreachable = false;
  } catch (failure) {
    if (mine !== asking) return;
    known.unreachable = true;
    draw();
    return;
  }
  draw();
  await Promise.all(known.funnels.map((funnel) => refreshPanel(funnel, () => mine === asking)));
  if (mine === asking) draw();
}

async function refreshPanel(funnel, isCurrent) {
  const panel = panelOf(funnel);
  try {
    const isFirst = !panel.answer;
    let answer = await api.steps(funnel.id, rangeOf(funnel), breakdownOf(funnel));
    if (!isCurrent()) return;
    panel.answer = answer;
    if (isFirst && Object.keys(rangeOf(funnel)).length) {
      answer = await api.steps(funnel.id, rangeOf(funnel), breakdownOf(funnel));
      if (isCurrent()) panel.answer = answer;
    }
    panel.problem = null;
  } catch (failure) {
    if (!(failure instanceof api.Refused)) throw failure;
    if (isCurrent()) panel.problem = failure.message;
  }
}

async function showJourneys(funnel, step, outcome, closed) {
  known.list = { funnel, step, outcome, closed, journeys: [], next: null, loading: true, problem: null };
  draw();
  await loadJourneys(known.list);
}

function moreJourneys() {
  known.list.loading = true;
  draw();
  return loadJourneys(known.list);
}

async function loadJourneys(list) {
  try {
    const range = rangeOf(list.funnel);
    const closedUntil = panelOf(list.funnel).answer.extent.closed_until;
    const to = list.closed ? earlier(range.to, closedUntil) : range.to;
    const page = await api.journeys(list.funnel.id, { from: range.from, to, step: list.step.step, outcome: list.outcome, after: list.next });
    list.journeys.push(...page.journeys);
    list.next = page.next;
  } catch (failure) {
    if (!(failure instanceof api.Refused)) throw failure;
    list.problem = failure.message;
  }
  list.loading = false;
  draw();
}

const earlier = (a, b) => (!a ? b : !b ? a : Date.parse(a) < Date.parse(b) ? a : b);

function closeJourneys() {
  if (known.list) {
    known.list = null;
    draw();
  }
}

function plotWidth(id) {
  const plot = root.querySelector(`[data-plot="${CSS.escape(id)}"]`);
  return Math.max(260, Math.floor(plot?.clientWidth || 520));
}

async function keepAsking() {
  if (!document.hidden) await refresh();
  setTimeout(keepAsking, EVERY);
}

addEventListener('resize', draw);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
draw();
keepAsking();
