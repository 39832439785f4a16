// Can the figures be trusted? Said in one line; then why, and what to look at.
import { html, nothing } from '../vendor/lit-html.js';

/** The server counts late and rejected events up to here. */
const COUNTED = 100_000;

const FAR_BEHIND = 600_000;

export const concerns = () => true;

export function page(answer, context) {
  const { words } = context;
  return html`
    <div class="page-head"><h1>${words.health.title}</h1></div>
    ${verdict(answer.health, context)}
    ${facts(answer, context)}
    ${sources(answer, context)}
    ${funnelsTable(answer, context)}
    ${rejected(answer, context)}
    ${late(answer, context)}
    ${tables(answer, context)}`;
}

/** Why the status is what it is, with the numbers of now. */
export function because(health, { words, format }) {
  // Where event time is simulated or replayed, what comes in is written at once and old all the same.
  if (health.cause === 'up_to_date' && health.lag_ms > FAR_BEHIND) return words.cause.far_behind(format.duration(rounded(health.lag_ms)));
  const silence = health.last_write ? Date.now() - Date.parse(health.last_write) : null;
  return words.cause[health.cause]?.(format.duration(rounded(silence)), format.duration(rounded(health.lag_ms))) ?? health.reason;
}

const rounded = (millis) => (millis === null ? null : Math.max(0, Math.round(millis / 1000) * 1000));

function verdict(health, context) {
  return html`
    <div class=${`verdict ${health.status}`}>
      <p class="verdict-what"><i class="dot-mark" aria-hidden="true"></i>${context.words.health.verdict[health.status]}</p>
      <p>${because(health, context)}</p>
    </div>`;
}

function facts(answer, { words, format }) {
  const { health } = answer;
  const ago = health.last_write ? words.health.ago(format.duration(rounded(Date.now() - Date.parse(health.last_write)))) : words.health.never;
  const many = (n) => (n === null ? format.nothing : n >= COUNTED ? words.health.atLeast(format.count(n)) : format.count(n));
  const fact = (name, value, note) => html`<div><dt>${name}</dt><dd>${value}${note ? html`<small>${note}</small>` : nothing}</dd></div>`;
  const told = (stage) => answer.parts.filter((part) => part.stage === stage);
  const total = (stage, count, name) => (told(stage).length === 0 ? nothing : fact(name, format.count(told(stage).reduce((sum, part) => sum + part[count], 0)), words.health.sinceStart(format.shortMoment(told(stage).map(({ since }) => since).sort().at(-1)))));
  return html`
    <dl class="key-numbers explained">
      ${fact(words.health.watermark, format.shortMoment(health.watermark), words.health.watermarkHint)}
      ${fact(words.health.lag, health.lag_ms === null ? format.nothing : health.lag_ms < 0 ? words.health.ahead(format.duration(rounded(-health.lag_ms))) : format.duration(rounded(health.lag_ms)))}
      ${fact(words.health.lastWrite, ago, format.moment(health.last_write))}
      ${fact(words.health.written, format.count(answer.sets_last_minute), words.health.writtenIn(format.count(answer.sets_last_minute), format.count(answer.sets_last_quarter)))}
      ${total('source', 'events', words.health.eventsIn)}
      ${fact(words.health.rejected, many(health.rejected))}
      ${fact(words.health.late, many(health.late))}
      ${total('admission', 'duplicates', words.health.duplicates)}
    </dl>`;
}

/** A part that has not told anything for so long is no longer there, or its task has stopped. */
const SILENT = 30_000;

function sources({ parts }, { words, format }) {
  const read = parts.filter(({ stage }) => stage === 'source');
  if (read.length === 0) return section('sources', words.health.sourcesTitle, null, html`<p class="hint">${words.health.noSources}</p>`);
  const newest = Math.max(...parts.map((part) => Date.parse(part.updated_at)));
  const behind = ({ latest }) => (latest === null ? format.nothing : format.duration(rounded(Math.max(0, Date.now() - Date.parse(latest)))));
  return section('sources', words.health.sourcesTitle, words.health.sourcesHint, scroll('sources', html`
    <table>
      <thead><tr><th scope="col">${words.health.part}</th><th scope="col" class="n">${words.health.events}</th><th scope="col" class="n">${words.health.rejectedHere}</th><th scope="col" class="n">${words.health.readTo}</th><th scope="col">${words.health.latest}</th><th scope="col" class="n">${words.health.lag}</th><th scope="col">${words.health.watermark}</th><th scope="col">${words.health.told}</th></tr></thead>
      <tbody>${read.map((part) => html`
        <tr>
          <th scope="row"><bdi class="value-name" title=${part.part}>${part.part}</bdi></th><td class="n">${format.count(part.events)}</td><td class="n">${format.count(part.rejected)}</td>
          <td class="n">${part.read_to === null ? format.nothing : format.count(part.read_to)}</td><td>${format.moment(part.latest)}</td><td class="n">${behind(part)}</td><td>${format.moment(part.watermark)}</td>
          <td>${newest - Date.parse(part.updated_at) > SILENT ? words.health.silentSince(format.moment(part.updated_at)) : words.health.alive}</td>
        </tr>`)}
      </tbody>
    </table>`));
}

const section = (id, title, hint, content) => html`
  <section class="panel" aria-labelledby=${`health-${id}`}>
    <header class="panel-head"><h2 id=${`health-${id}`}>${title}</h2></header>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing}
    ${content}
  </section>`;

const scroll = (id, table) => html`<div class="scroll" tabindex="0" role="group" aria-labelledby=${`health-${id}`}>${table}</div>`;

function funnelsTable({ funnels }, { words, format, zoneOf }) {
  return section('funnels', words.health.funnelsTitle, null, scroll('funnels', html`
    <table>
      <thead><tr><th scope="col">${words.pickFunnel}</th><th scope="col">${words.health.engine}</th><th scope="col">${words.health.version}</th><th scope="col">${words.health.closedUntil}</th><th scope="col">${words.health.newest}</th><th scope="col">${words.health.watermark}</th><th scope="col">${words.health.lastWrite}</th></tr></thead>
      <tbody>${funnels.map(({ funnel, title, engine, version, extent }) => html`
        <tr>
          <th scope="row"><bdi class="value-name" title=${title}>${title}</bdi></th><td>${words.health.engines[engine] ?? engine}</td><td>${version || format.nothing}</td>
          <td>${format.moment(extent.closed_until, zoneOf(funnel))}</td><td>${format.moment(extent.last_end, zoneOf(funnel))}</td>
          <td>${format.shortMoment(extent.watermark)}</td><td>${extent.last_write ? format.shortMoment(extent.last_write) : words.health.never}</td>
        </tr>`)}
      </tbody>
    </table>`));
}

function rejected({ rejected: reasons, counted_up_to: counted }, { words, format }) {
  return section('rejected', words.health.rejectedTitle, reasons.length ? words.health.rejectedHint(format.count(counted)) : null, reasons.length ? scroll('rejected', html`
    <table>
      <thead><tr><th scope="col">${words.health.reason}</th><th scope="col" class="n">${words.health.events}</th><th scope="col">${words.health.last}</th><th scope="col">${words.health.samples}</th></tr></thead>
      <tbody>${reasons.map(({ reason, events, last_seen: last, samples }) => html`
        <tr>
          <th scope="row">${words.health.reasons[reason] ?? reason} <small class="hint">${reason}</small></th><td class="n">${format.count(events)}</td><td>${format.moment(last)}</td>
          <td class="wide"><details><summary>${format.count(samples.length)}</summary>
            ${samples.map(({ place, detail, text, bytes, seen_at: seen }) => html`
              <div class="sample"><p><bdi>${place}</bdi> · ${format.moment(seen)} · ${words.health.bytes(format.count(bytes))}${detail ? html`<br><bdi>${detail}</bdi>` : nothing}</p>${text === null ? nothing : html`<pre><bdi>${text}</bdi></pre>`}</div>`)}
          </details></td>
        </tr>`)}
      </tbody>
    </table>`) : html`<p class="hint">${words.health.noRejected}</p>`);
}

function late({ late: events }, { words, format }) {
  return section('late', words.health.lateTitle, words.health.lateHint, events.length ? scroll('late', html`
    <table>
      <thead><tr><th scope="col">${words.health.event}</th><th scope="col" class="n">${words.health.events}</th><th scope="col" class="n">${words.health.atMost}</th><th scope="col">${words.health.last}</th></tr></thead>
      <tbody>${events.map(({ event, events: count, behind_ms: behind, last_seen: last }) => html`
        <tr><th scope="row"><bdi class="value-name" title=${event}>${event}</bdi></th><td class="n">${format.count(count)}</td><td class="n">${format.duration(behind)}</td><td>${format.moment(last)}</td></tr>`)}
      </tbody>
    </table>`) : html`<p class="hint">${words.health.noLate}</p>`);
}

function tables({ tables: all }, { words, format }) {
  return section('tables', words.health.tablesTitle, null, scroll('tables', html`
    <table>
      <thead><tr><th scope="col">${words.health.table}</th><th scope="col" class="n">${words.health.aboutRows}</th></tr></thead>
      <tbody>${all.map(({ name, about_rows: rows }) => html`<tr><th scope="row">${name}</th><td class="n">${format.count(rows)}</td></tr>`)}</tbody>
    </table>`));
}
