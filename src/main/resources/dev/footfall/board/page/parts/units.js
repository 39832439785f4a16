// The list behind a number: who they are, what they did and when, page after page.
import { html, nothing } from '../vendor/lit-html.js';
import { toUnit } from '../address.js';
import { ask, query } from '../api.js';
import { explain } from './states.js';

const PAGE = 100;

/**
 * @param asked what of the journeys; the same for every page and for the file
 * @param clicked the number that was clicked
 */
export function newList(funnel, title, asked, clicked) {
  return { funnel, title, asked, clicked, journeys: [], next: null, count: undefined, isLoading: true, failure: null };
}

const path = (list, kind, more) => `api/funnels/${encodeURIComponent(list.funnel.id)}/journeys${kind}?${query({ ...list.asked, ...more })}`;

/** Reads the next page into the list. */
export async function readOn(list) {
  list.isLoading = true;
  list.failure = null;
  try {
    const page = await ask(path(list, '', { after: list.next, limit: PAGE }));
    list.journeys.push(...page.journeys);
    list.next = page.next;
    if (list.count === undefined) list.count = page.count;
  } catch (failure) {
    list.failure = failure;
  }
  list.isLoading = false;
}

export function unitList(list, context) {
  const { words, format, closeUnits, moreUnits } = context;
  if (!list) return nothing;
  const { funnel } = list;
  const hasNext = list.journeys.some(({ next_event: next }) => next !== null);
  return html`
    <header>
      <h2 id="units-title"><bdi>${list.title}</bdi> <span class="count">${words.unitsCount(format.count(list.clicked))}</span></h2>
      <div class="panel-tools">
        <a class="quiet" href=${path(list, '.csv', {})} download title=${words.saveCsv}>${words.csv}</a>
        <button type="button" class="quiet" @click=${closeUnits}>${words.close}</button>
      </div>
    </header>
    ${list.failure ? html`<div class="notice bad" role="alert">${words.failed} ${explain(list.failure, words)} <button type="button" @click=${moreUnits}>${words.retry}</button></div>` : nothing}
    ${list.count !== null && list.count !== undefined && list.count !== list.clicked ? html`<p class="notice">${words.unitsDiffer(format.count(list.count), format.count(list.clicked))}</p>` : nothing}
    ${list.isLoading && !list.journeys.length ? html`<p class="hint" role="status">${words.loading}</p>` : nothing}
    ${!list.isLoading && !list.journeys.length && !list.failure ? html`<p class="hint">${words.noUnits}</p>` : nothing}
    ${list.journeys.length ? html`
      <div class="scroll tall" tabindex="0" role="group" aria-labelledby="units-title">
        <table>
          <thead><tr>
            <th scope="col">${words.unit}${funnel.unit === 'user' ? nothing : html` (<bdi>${funnel.unit}</bdi>)`}</th><th scope="col">${words.entry}</th>
            ${funnel.steps.slice(1).map(({ step, name }) => html`<th scope="col">${format.count(step)} <bdi>${name}</bdi></th>`)}
            <th scope="col">${words.outcome}</th>
            ${hasNext ? html`<th scope="col" title=${words.nextHint}>${words.next}</th>` : nothing}
            ${funnel.breakdowns.map((by) => html`<th scope="col"><bdi>${by}</bdi></th>`)}
          </tr></thead>
          <tbody>${list.journeys.map((journey) => row(journey, funnel, hasNext, context))}</tbody>
        </table>
      </div>
      <p class="hint">${funnel.cohort_ms === null ? words.unitsOrderById : words.unitsOrder} ${hasNext ? words.nextHint : nothing}</p>
      <p class="hint" role="status">${footer(list, context)}</p>` : nothing}
    ${list.next ? html`<button type="button" ?disabled=${list.isLoading} @click=${moreUnits}>${words.more}</button>` : nothing}`;
}

function row(journey, funnel, hasNext, { words, format, hrefOf, go }) {
  const times = Array.isArray(journey.step_times) ? journey.step_times : [];
  let previous = journey.entry;
  return html`
    <tr>
      <th scope="row"><a href=${hrefOf(toUnit(funnel.id, journey.unit))} title=${words.showUnit} @click=${go(toUnit(funnel.id, journey.unit))}><bdi>${journey.unit}</bdi></a></th><td>${format.exact(journey.entry, funnel.time_zone)}</td>
      ${funnel.steps.slice(1).map(({ step }) => {
        const time = times[step - 1];
        if (!time) return html`<td>${format.nothing}</td>`;
        const took = Date.parse(time) - Date.parse(previous);
        previous = time;
        return html`<td title=${words.afterPrevious(format.duration(Math.max(took, 0)))}>${format.exact(time, funnel.time_zone)}</td>`;
      })}
      <td>${words.outcomes[journey.outcome] ?? journey.outcome}</td>
      ${hasNext ? html`<td title=${journey.next_time ? format.exact(journey.next_time, funnel.time_zone) : nothing}>${journey.next_event === null ? format.nothing : toldNext(journey, words)}</td>` : nothing}
      ${funnel.breakdowns.map((by) => html`<td><bdi>${journey.breakdowns?.[by] ?? format.nothing}</bdi></td>`)}
    </tr>`;
}

/** What a unit did next. An event may have the name that stands for none: then it has a time. */
export const toldNext = ({ next_event: event, next_time: time }, words) => (event === '(nothing)' && !time ? words.reports.nothing : html`<bdi>${event}</bdi>`);

function footer(list, { words, format }) {
  if (list.next === null) return `${words.unitsCount(format.count(list.journeys.length))}. ${words.allShown}`;
  return `${format.count(list.journeys.length)} / ${format.count(list.count ?? list.clicked)}`;
}
