// The page: what is chosen, what is known, and when to ask for more. Everything that is drawn is a template of
// these; see pages/ for what each page shows.
import { html, nothing, render } from './vendor/lit-html.js';
import { choice, choose as chooseAddress, link, read, toPage } from './address.js';
import { ask, openSession, Refused } from './api.js';
import { ATTENTION, notesOf, pathOf } from './asked.js';
import { formatter } from './format.js';
import { held, hold, onRelease } from './hold.js';
import { listen } from './live.js';
import { toldLately } from './parts/attention.js';
import { oneOf, select } from './parts/controls.js';
import { patterns } from './parts/outcomes.js';
import { empty, problem, skeleton } from './parts/states.js';
import { hideTip } from './parts/tip.js';
import { newList, readOn, unitList } from './parts/units.js';
import { languages, preferred } from './words.js';
import * as overview from './pages/overview.js';
import * as funnel from './pages/funnel.js';
import * as health from './pages/health.js';
import * as experiments from './pages/experiments.js';
import * as alerts from './pages/alerts.js';
import * as paths from './pages/paths.js';
import * as reports from './pages/reports.js';
import * as unit from './pages/unit.js';

/** A page has a place in the navigation; one that stands on tables of its own would name them here. */
const PAGES = { overview, funnel, unit, paths, experiments, reports, alerts, health };

/** Definitions change seldom, and without a word. */
const DEFINITIONS_HOLD = 60_000;

const known = {
  funnels: null,
  /** Those there are; null where nobody can tell yet. */
  reports: null,
  /** What needs somebody; null where nobody can tell. */
  attention: null,
  /** What is noted on a funnel. */
  notes: null,
  definedAt: -Infinity,
  health: null,
  /** The last answer, to which path, and what went wrong since. */
  view: { path: null, answer: null, failure: null },
  /** News that came while something was held, or while paused. */
  isBehind: false,
  isPaused: false,
  list: null,
  needsToken: false,
  note: null,
};

const root = document.getElementById('board');

function context() {
  const tag = languages[choice.lang] ? choice.lang : preferred(navigator.languages ?? [navigator.language]);
  const words = languages[tag];
  return {
    words,
    language: tag,
    format: formatter(tag, words),
    choice,
    choose,
    funnels: known.funnels ?? [],
    reports: known.reports ?? [],
    attention: known.attention,
    notes: known.notes && known.notes.funnel === choice.funnel ? known.notes.notes : [],
    funnel: current(),
    zoneOf: (id) => known.funnels.find((one) => one.id === id)?.time_zone,
    hrefOf: link,
    go,
    plotWidth,
    openUnits,
    closeUnits,
    moreUnits,
    retry: () => load(),
    redraw: draw,
    /** Which question is answered by what is shown. */
    answered: known.view.path,
  };
}

const current = () => known.funnels?.find(({ id }) => id === choice.funnel) ?? null;
const reportHere = () => (choice.page === 'reports' ? known.reports?.find(({ report }) => report === choice.report) : undefined);
const shownPage = () => PAGES[choice.page] ?? overview;

// ---- drawing

function draw() {
  const now = context();
  document.documentElement.lang = now.language;
  document.documentElement.dataset.theme = choice.theme ?? '';
  document.documentElement.dataset.wall = choice.wall ?? '';
  document.title = [choice.page === 'funnel' ? current()?.title : (reportHere()?.title ?? now.words.pages[choice.page]), now.words.title].filter(Boolean).join(' · ');
  render(body(now), root);
  drawLiveness();
  const dialog = root.querySelector('#units');
  if (known.list && !dialog.open) dialog.showModal();
  if (!known.list && dialog.open) dialog.close();
  // Drawings are as wide as their place, which is known only now.
  if ([...root.querySelectorAll('[data-plot]')].some((plot) => plotWidth(plot.dataset.plot) !== plot.firstElementChild?.width?.baseVal.value)) render(body(context()), root);
}

/** By itself, for it says that new numbers wait while nothing else may move. */
function drawLiveness() {
  const place = root.querySelector('#liveness');
  if (place) render(liveness(context()), place);
}

/** The menu goes with the bar: what is open holds new numbers back, and nobody could close it there. */
function toWall() {
  document.querySelector('details.menu').open = false;
  choose({ wall: 'yes' });
}

function body(now) {
  const { words } = now;
  if (known.needsToken) return tokenForm(now);
  return html`
    ${patterns}
    <a class="skip" href="#main">${words.skip}</a>
    <header class="top">
      <a class="brand" href=${link(toPage('overview'))} @click=${go(toPage('overview'))}><img src="icon.svg" alt="" width="26" height="26"><span>Footfall</span></a>
      <nav aria-label=${words.pages.label}>
        ${['overview', 'paths', 'experiments', ...(known.reports?.length || choice.page === 'reports' ? ['reports'] : []), 'alerts', 'health'].map((name) => html`<a href=${link(toPage(name))} aria-current=${choice.page === name ? 'page' : nothing} @click=${go(toPage(name))}>${words.pages[name]}${name === 'alerts' ? told(now) : nothing}</a>`)}
        ${known.funnels?.length ? select(words.pickFunnel, [{ value: '', text: `${words.pages.funnel} …` }, ...known.funnels.map(({ id, title }) => ({ value: id, text: title }))], choice.funnel ?? '', (id) => choose(id ? toPage('funnel', id) : toPage('overview')), false) : nothing}
      </nav>
      <div class="liveness" id="liveness"></div>
      <details class="menu" @toggle=${(event) => hold('menu', event.target.open)}>
        <summary>${words.settings}</summary>
        <div class="menu-content">
          <p class="label">${words.languageLabel}</p>${oneOf('Language / 语言', Object.entries(languages).map(([value, { language: text }]) => ({ value, text, lang: value })), now.language, (lang) => choose({ lang }))}
          <p class="label">${words.theme.label}</p>${oneOf(words.theme.label, ['', 'light', 'dark'].map((value) => ({ value, text: words.theme[value || 'system'] })), choice.theme ?? '', (theme) => choose({ theme: theme || null }))}
          <button type="button" title=${words.wallHint} @click=${toWall}>${words.wall}</button>
          <button type="button" @click=${copyLink}>${words.copyLink}</button>
        </div>
      </details>
      <span class="sr" role="status">${known.note ? words[known.note] : ''}</span>
      <button type="button" class="leave-wall quiet" @click=${() => choose({ wall: null })}>${words.leaveWall}</button>
    </header>
    <main id="main" tabindex="-1" aria-busy=${String(isBusy())}>${content(now)}</main>
    <dialog id="units" aria-labelledby="units-title" @close=${closeUnits}>${unitList(known.list, now)}</dialog>`;
}

/** How many alerts there were lately, beside their page's name. */
function told({ words, format }) {
  const times = toldLately(known.attention);
  return times ? html` <span class="badge" title=${words.alerts.lastDay(format.count(times))}><span aria-hidden="true">${format.compact(times)}</span><span class="sr">(${words.alerts.lastDay(format.count(times))})</span></span>` : nothing;
}

function content(now) {
  const { words } = now;
  // An answer about something else, from the page one comes from, is none here.
  const { answer, failure } = subjectOf(known.view.path) === subjectOf(pathHere()) ? known.view : { answer: null, failure: null };
  const isAway = known.health?.status === 'offline' && !failure;
  const notices = html`
    ${failure ? problem(failure, answer !== null, now) : nothing}
    ${isAway || known.health?.status === 'stalled' ? html`<p class="notice warn" role="alert">${health.because(known.health, now)}</p>` : nothing}`;
  if (known.funnels === null) return failure ? notices : skeleton(words);
  if (choice.page === 'funnel' && !current()) return empty(words.noSuchFunnel(choice.funnel ?? ''), null, null, html`<a href=${link(toPage('overview'))} @click=${go(toPage('overview'))}>${words.toOverview}</a>`);
  if (answer === null) return failure ? notices : skeleton(words);
  return html`${notices}${shownPage().page(answer, now)}`;
}

function liveness(now) {
  const { words, format } = now;
  const status = known.health?.status;
  if (!status) return nothing;
  const lag = known.health.watermark ? Math.max(0, Math.round((Date.now() - Date.parse(known.health.watermark)) / 1000) * 1000) : null;
  return html`
      <span class=${`pill ${status}`} role="status" title=${health.because(known.health, now)}><i class="dot-mark" aria-hidden="true"></i>${known.isPaused ? words.paused : words.status[status]}</span>
      ${status === 'offline' || lag === null ? nothing : html`<span class="fact" title=${words.behind(format.duration(lag))}>${words.upTo(format.shortMoment(known.health.watermark))}</span>`}
      ${known.isBehind ? html`<span class="fact waiting" title=${known.isPaused ? words.pausedHint : words.waiting}><span aria-hidden="true">●</span><span class="sr">${words.waiting}</span></span>` : nothing}
      <button type="button" class="quiet" aria-pressed=${String(known.isPaused)} title=${words.pausedHint} @click=${pause}>${known.isPaused ? words.resume : words.pause}</button>`;
}

function tokenForm({ words }) {
  return html`
    <main class="token" id="main">
      <form class="card" @submit=${enter}>
        <h1>${words.token.title}</h1>
        <label>${words.token.label} <input name="token" type="password" autocomplete="current-password" required></label>
        <button type="submit">${words.token.send}</button>
        <p class="hint">${words.token.hint}</p>
        ${known.note === 'wrong' ? html`<p class="notice bad" role="alert">${words.token.wrong}</p>` : nothing}
      </form>
    </main>`;
}

function plotWidth(id) {
  const plot = root.querySelector(`[data-plot="${CSS.escape(id)}"]`);
  return Math.max(260, Math.floor(plot?.clientWidth || 520));
}

// ---- choosing

function choose(change) {
  hideTip();
  chooseAddress(change);
  leaveUnits();
  draw();
  load();
}

/** A link that goes there without loading the page anew. */
function go(place) {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
    event.preventDefault();
    choose(place);
    scrollTo(0, 0);
  };
}

function pause() {
  known.isPaused = !known.isPaused;
  draw();
  if (!known.isPaused) catchUp();
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    known.note = 'copied';
  } catch {
    known.note = 'notCopied';
  }
  draw();
}

// ---- asking

let asking = null;
/** For which path; null when the answer has come. */
let askingFor = null;

/** Asks for what the page needs, unless that is what is being asked already. */
async function load() {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const path = pathHere();
  askingFor = path;
  // What is news from now on may come too late for this answer.
  known.isBehind = false;
  try {
    // Both at once: neither needs the other, save that a funnel there is none of has no numbers.
    const answering = path === null ? null : ask(path, mine.signal);
    answering?.catch(() => {});
    const isStale = Date.now() - known.definedAt > DEFINITIONS_HOLD;
    const attending = isStale || shownPage() === overview ? askBeside(ATTENTION, known.attention, mine.signal) : Promise.resolve(known.attention);
    const noting = choice.page === 'funnel' && path !== null ? askBeside(notesOf(choice.funnel), known.notes, mine.signal) : Promise.resolve(known.notes);
    for (const one of [attending, noting]) one.catch(() => {});
    if (isStale) {
      const listing = listReports(mine.signal);
      known.funnels = withLastStep((await ask('api/funnels', mine.signal)).funnels);
      known.reports = await listing;
      known.definedAt = Date.now();
    }
    if (asking !== mine) return;
    if (pathHere() !== null) {
      if (subjectOf(path) !== subjectOf(known.view.path)) {
        known.view = { path, answer: null, failure: null };
        draw();
      }
      const [answer, attention, notes] = await Promise.all([answering, attending, noting]);
      if (asking !== mine) return;
      if (held() && path === known.view.path && known.view.answer && !known.view.failure) {
        // Somebody has opened something meanwhile: the same numbers, only newer, wait.
        known.isBehind = true;
        drawLiveness();
        return;
      }
      known.attention = attention;
      known.notes = notes;
      known.view = { path, answer, failure: null };
    }
    known.needsToken = false;
    draw();
    await restoreUnits();
  } catch (failure) {
    if (asking !== mine || failure.name === 'AbortError') return;
    if (!(failure instanceof Refused)) throw failure;
    known.needsToken = failure.status === 401;
    const isAboutThis = subjectOf(known.view.path) === subjectOf(pathHere());
    known.view = isAboutThis ? { ...known.view, failure } : { path: pathHere(), answer: null, failure };
    draw();
  } finally {
    if (asking === mine) askingFor = null;
  }
}

/** Where their table is not there, there are none; the funnels do without. */
const listReports = async (signal) => (await askBeside('api/reports', { reports: known.reports }, signal)).reports;

/** What the page can do without: where it cannot be had, what was known before stays. */
async function askBeside(path, before, signal) {
  try {
    return await ask(path, signal);
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    return before;
  }
}

/** What this page asks; null where there is nothing to ask about. */
const pathHere = () => (choice.page === 'funnel' && known.funnels && !current() ? null : pathOf(choice));

/** Whether what is shown is not yet what was chosen. */
const isBusy = () => known.view.failure === null && pathHere() !== null && known.view.path !== pathHere();

/** Which thing is asked about, however it is looked at: its old answer may stay until the new one is there. */
const subjectOf = (path) => path?.split('?')[0];

/** Where each funnel converts: its last required step. */
function withLastStep(funnels) {
  return funnels.map((one) => ({ ...one, last_step: Math.max(1, ...one.steps.filter(({ optional }) => !optional).map(({ step }) => step)) }));
}

/** Not while the same is being asked: news that come faster than answers would let none through. */
function catchUp() {
  if (askingFor !== null && askingFor === pathHere()) return;
  if (known.isBehind && !known.isPaused && !held() && !document.hidden) load();
}

function heard({ health: latest, changed, reports: changedReports = [] }) {
  const wasOffline = known.health?.status === 'offline';
  known.health = latest;
  const isOfInterest = changed === null || wasOffline || (changed.length > 0 && shownPage().concerns(changed, choice)) || (changedReports.length > 0 && shownPage().concernsReports?.(changedReports, choice)) || known.view.failure !== null;
  if (isOfInterest && latest.status !== 'offline') known.isBehind = true;
  if (held()) drawLiveness();
  else draw();
  catchUp();
}

async function enter(event) {
  event.preventDefault();
  const isRight = await openSession(new FormData(event.target).get('token'));
  known.note = isRight ? null : 'wrong';
  if (isRight) {
    known.needsToken = false;
    load();
  }
  draw();
}

// ---- the list behind a number

/** @param what reached, went_on, or an outcome; of a step, or of all steps with null */
function openUnits(what, step, units, value) {
  if (!units) return;
  chooseAddress({ units: [what, step?.step ?? 0].join('.'), value: value ?? null });
  showUnits(what, step, units, value);
}

async function showUnits(what, step, units, value) {
  const now = context();
  const one = current();
  const isConverted = what === 'reached' && step?.step === one.last_step;
  const title = [isConverted ? now.words.unitsTitle.converted() : step ? now.words.unitsTitle[what](step.name) : now.words.outcomes[what], value].filter((text) => text !== undefined).join(' · ');
  const list = newList(one, title, funnel.unitsAsked(known.view.answer, choice, one, what, step, value), units);
  known.list = list;
  hideTip();
  hold('units', true);
  draw();
  await readOn(list);
  if (known.list === list) draw();
}

/** A link to a list opens it. */
async function restoreUnits() {
  if (!choice.units || known.list || choice.page !== 'funnel') return;
  const [what, number] = choice.units.split('.');
  const { isClosed, sum } = funnel.shown(known.view.answer, choice);
  const of = choice.value === undefined ? sum : known.view.answer.values?.find(({ value }) => value === choice.value)?.[isClosed ? 'closed' : 'all'];
  const step = of?.steps[Number(number) - 1] ?? null;
  const units = { reached: step?.reached, went_on: step && step.reached - step.dropped - step.in_progress - step.excluded }[what] ?? (step ?? of)?.[what];
  if (units) await showUnits(what, step, units, choice.value);
}

async function moreUnits() {
  const { list } = known;
  const reading = readOn(list);
  draw();
  await reading;
  if (known.list === list) draw();
}

function closeUnits() {
  if (!known.list) return;
  known.list = null;
  chooseAddress({ units: null, value: null });
  draw();
  hold('units', false);
}

/** Where the address names no list any more, none is open. */
function leaveUnits() {
  if (choice.units || !known.list) return;
  known.list = null;
  hold('units', false);
}

// ---- starting

read();
onRelease(() => {
  draw();
  catchUp();
});
addEventListener('popstate', () => {
  read();
  leaveUnits();
  draw();
  load();
});
addEventListener('resize', draw);
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && choice.wall && !known.list) choose({ wall: null });
});
addEventListener('click', (event) => {
  const menu = root.querySelector('.menu[open]');
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener('visibilitychange', catchUp);
draw();
load();
listen(heard);
