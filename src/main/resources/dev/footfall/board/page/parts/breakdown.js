// The totals by value of a property. Sorted by any column; a value that is unticked leaves every number.
import { html, nothing } from '../vendor/lit-html.js';
import { select, oneOf } from './controls.js';

const OTHER = '(other)';
const COLUMNS = [
  { name: 'entered', word: 'entered', of: (sum) => sum.entered },
  { name: 'converted', word: 'converted', of: (sum) => sum.converted },
  { name: 'rate', word: 'conversion', of: (sum) => sum.rate ?? -1 },
  { name: 'median', word: 'medianTotal', of: (sum, last) => sum.steps[last - 1].median_from_entry_ms ?? -1 },
  { name: 'progress', word: 'inWindow', of: (sum) => sum.in_progress },
  { name: 'excluded', word: 'excluded', of: (sum) => sum.excluded },
  { name: 'dropped', word: 'dropped', of: (sum) => sum.dropped },
];

export function breakdownTools(funnel, { words, choice, choose }) {
  const by = choice.by ?? '';
  return html`
    ${oneOf(words.breakdownBy, [{ value: '', text: words.none }, ...funnel.breakdowns.map((name) => ({ value: name, text: name }))], by, (name) => choose({ by: name || null, hide: [] }))}
    ${by ? select(words.top, ['5', '10', '20', '50'].map((value) => ({ value, text: value })), choice.top, (top) => choose({ top, hide: [] })) : nothing}`;
}

export function breakdown(answer, funnel, lastStep, isClosed, context) {
  const { words, format, choice, choose, openUnits } = context;
  const rows = answer.values.map((value) => ({ value: value.value, sum: isClosed ? value.closed : value.all })).filter(({ sum }) => sum.entered > 0);
  if (!rows.length) return html`<p class="hint">${words.noRowsInRange}</p>`;
  const [column, isRising] = sorting(choice.sort);
  rows.sort(byColumn(column, isRising, lastStep));
  const best = Math.max(...rows.map(({ sum }) => sum.rate ?? 0), 1e-9);
  const isHidden = (value) => choice.hide.includes(value);
  const flip = (value, isShown) => choose({ hide: isShown ? choice.hide.filter((hidden) => hidden !== value) : [...choice.hide, value] });
  const last = answer.totals[isClosed ? 'closed' : 'all'];
  return html`
    ${choice.hide.length ? html`<p class="notice">${words.hiddenNote(format.count(choice.hide.length))} <button type="button" @click=${() => choose({ hide: [] })}>${words.showAll}</button></p>` : nothing}
    <div class="scroll" tabindex="0" role="group" aria-label=${words.breakdown}>
      <table class="values">
        <thead><tr>
          <th scope="col"><span class="sr">${words.show}</span></th>
          ${heading({ name: 'value', word: 'value' }, column, isRising, context)}
          ${COLUMNS.map((shown) => heading(shown, column, isRising, context))}
        </tr></thead>
        <tbody>${rows.map(({ value, sum }) => html`
          <tr class=${isHidden(value) ? 'left-out' : ''}>
            <td><input type="checkbox" .checked=${!isHidden(value)} aria-label=${`${words.show}: ${nameOf(value, answer, context)}`} @change=${(event) => flip(value, event.target.checked)}></td>
            <th scope="row"><bdi class="value-name" title=${value}>${nameOf(value, answer, context)}</bdi></th>
            <td class="n">${number('reached', funnel.steps[0], sum.entered, value)}</td>
            <td class="n">${number('reached', funnel.steps[lastStep - 1], sum.converted, value)}</td>
            <td class="rate"><span>${format.share(sum.rate)}</span><svg width="90" height="8" aria-hidden="true"><rect class="track" width="100%" height="100%" rx="2"></rect><rect class="seg went-on" width=${`${((sum.rate ?? 0) / best) * 100}%`} height="100%" rx="2"></rect></svg></td>
            <td class="n">${format.duration(sum.steps[lastStep - 1].median_from_entry_ms)}</td>
            <td class="n">${number('in_progress', null, sum.in_progress, value)}</td>
            <td class="n">${number('excluded', null, sum.excluded, value)}</td>
            <td class="n">${number('dropped', null, sum.dropped, value)}</td>
          </tr>`)}
        </tbody>
        <tfoot><tr>
          <td></td><th scope="row">${words.total}</th><td class="n">${format.count(last.entered)}</td><td class="n">${format.count(last.converted)}</td><td class="rate"><span>${format.share(last.rate)}</span></td>
          <td class="n">${format.duration(last.steps[lastStep - 1].median_from_entry_ms)}</td><td class="n">${format.count(last.in_progress)}</td><td class="n">${format.count(last.excluded)}</td><td class="n">${format.count(last.dropped)}</td>
        </tr></tfoot>
      </table>
    </div>
    ${answer.values.some(({ truncated }) => truncated) ? html`<p class="hint">${words.truncated}</p>` : nothing}`;

  function number(what, step, units, value) {
    return units && !isHidden(value)
      ? html`<button type="button" class="number" title=${words.showUnits} @click=${() => openUnits(what, step, units, value)}>${format.count(units)}</button>`
      : format.count(units);
  }
}

function heading({ name, word }, column, isRising, { words, choose }) {
  const isSorted = name === column;
  const next = isSorted && !isRising ? `-${name}` : name;
  return html`
    <th scope="col" class=${name === 'value' ? '' : name === 'rate' ? 'rate' : 'n'} aria-sort=${isSorted ? (isRising ? 'ascending' : 'descending') : nothing}>
      <button type="button" class="sort" title=${words.sortedBy(words[word])} @click=${() => choose({ sort: next })}>${words[word]}<span aria-hidden="true">${isSorted ? (isRising ? ' ↑' : ' ↓') : ''}</span></button>
    </th>`;
}

/** A column's name; with a minus the other way round. Names go from A, numbers from the greatest. */
function sorting(sort) {
  const isTurned = sort.startsWith('-');
  const column = isTurned ? sort.slice(1) : sort;
  return [column, column === 'value' ? !isTurned : isTurned];
}

function byColumn(column, isRising, lastStep) {
  const { of } = COLUMNS.find(({ name }) => name === column) ?? COLUMNS[0];
  const direction = isRising ? 1 : -1;
  return (one, other) => {
    if ((one.value === OTHER) !== (other.value === OTHER)) return one.value === OTHER ? 1 : -1;
    if (column === 'value') return direction * one.value.localeCompare(other.value);
    return direction * (of(one.sum, lastStep) - of(other.sum, lastStep)) || one.value.localeCompare(other.value);
  };
}

/** A value as a reader is told it. */
export function nameOf(value, answer, { words, format }) {
  if (value === '(none)') return words.noValue;
  if (value === OTHER) return words.otherValues(answer.values_together ? format.count(answer.values_together) : '…');
  return value;
}

/** The values that stand on their own, hidden or not. */
export const named = (answer) => answer.values.map(({ value }) => value).filter((value) => value !== OTHER);

/** What of the breakdown a list of units must be asked for, so that it holds those that are counted. */
export function valuesAsked(answer, choice, value) {
  if (!answer.breakdown || (value === undefined && !choice.hide.length)) return {};
  const asked = { breakdown: answer.breakdown };
  if (value === OTHER) return { ...asked, without: named(answer) };
  if (value !== undefined) return { ...asked, value };
  if (choice.hide.includes(OTHER)) return { ...asked, value: named(answer).filter((name) => !choice.hide.includes(name)) };
  return { ...asked, without: choice.hide };
}
