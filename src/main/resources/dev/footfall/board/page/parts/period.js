// Which cohorts are looked at.
import { html, nothing } from '../vendor/lit-html.js';
import { oneOf } from './controls.js';

/** @param periods the names of those to choose from */
export function periodTools(periods, { words, choice, choose }) {
  const last = periods.includes(choice.last) ? choice.last : '30d';
  return html`
    ${oneOf(words.period, periods.map((name) => ({ value: name, text: words.periods[name] })), last, (name) => choose({ last: name, from: null, to: null }))}
    ${last === 'dates' ? html`
      <label class="select"><span class="label">${words.from}</span> <input type="date" .value=${choice.from ?? ''} max=${choice.to ?? nothing} @change=${(event) => choose({ from: event.target.value || null })}></label>
      <label class="select"><span class="label">${words.until}</span> <input type="date" .value=${choice.to ?? ''} min=${choice.from ?? nothing} @change=${(event) => choose({ to: event.target.value || null })}></label>` : nothing}`;
}

/**
 * The sums of the period before, if all of it was counted: against its last hours a month looks a hundred times better.
 *
 * @param sums which of its sums: closed or all
 */
export function comparable(before, { first_cohort: first }, sums) {
  const sum = before?.totals[sums];
  return sum?.entered && !sum.partial_cohorts && Date.parse(first) <= Date.parse(before.from) ? sum : null;
}
