// The funnel itself: a bar a step, of those who entered; each part is a button to the units in it.
import { html, svg, nothing } from '../vendor/lit-html.js';
import { part } from '../format.js';
import { partsOf, swatch } from './outcomes.js';
import { delta } from './controls.js';

const percent = (units, whole) => (whole ? (units / whole) * 100 : 0);

/** The step after which most dropped; null where nobody did. */
export const worstOf = (sum) => sum.steps.reduce((most, step) => (step.dropped > (most?.dropped ?? 0) ? step : most), null);

/** The step that takes longest from the one before, by median. */
export const slowestOf = (sum) => sum.steps.reduce((most, step) => ((step.median_ms ?? -1) > (most?.median_ms ?? -1) ? step : most), null);

/**
 * @param before the same sum of the period before; null without one
 * @param isLast tells whether a step is the one by which units convert
 */
export function bars(sum, before, lastStep, context) {
  const worst = worstOf(sum);
  return html`
    <ol class="steps">
      ${sum.steps.map((step, index) => html`
        ${index > 0 ? between(step, context) : nothing}
        ${bar(sum, before?.entered ? before.steps[index] : null, step, step === worst, step.step === lastStep, context)}`)}
    </ol>`;
}

function between(step, { words, format }) {
  const times = step.median_ms === null ? nothing : html`<span>${words.median(format.duration(step.median_ms))}</span><span>${words.p90(format.duration(step.p90_ms))}</span>`;
  return html`
    <li class="between"><span aria-hidden="true">↓</span><span><b>${format.share(step.rate_from_previous)}</b> ${words.ofPrevious}</span>${times}</li>`;
}

function bar(sum, before, step, isWorst, isLast, context) {
  const { words, format, openUnits } = context;
  const parts = partsOf(step).filter(({ units }) => units > 0);
  let at = 0;
  const segments = parts.map(({ name, fill, units }) => {
    const x = at;
    at += percent(units, sum.entered);
    return svg`<rect class=${`seg ${fill}`} x=${`${x}%`} width=${`${percent(units, sum.entered)}%`} height="100%" @click=${() => openUnits(name, step, units)}></rect>`;
  });
  return html`
    <li class=${isWorst ? 'step worst' : 'step'}>
      <div class="step-head">
        <span class="step-name"><b>${format.count(step.step)}</b> <bdi>${step.name}</bdi>${step.optional ? html` <em>${words.optional}</em>` : nothing}</span>
        <span class="step-share">
          <button type="button" class="number" aria-label=${`${words.unitsTitle.reached(step.name)}: ${format.count(step.reached)}. ${words.showUnits}`} @click=${() => openUnits('reached', step, step.reached)}>${format.count(step.reached)}</button>
          <b>${format.share(step.rate_from_start)}</b>
        </span>
      </div>
      <svg class="bar" width="100%" height="34" aria-hidden="true"><rect class="track" width="100%" height="100%"></rect>${segments}</svg>
      ${before ? html`
        <svg class="ghost" width="100%" height="6" aria-hidden="true"><rect width=${`${percent(before.rate_from_start ?? 0, 1)}%`} height="6" rx="1"></rect></svg>` : nothing}
      <p class="parts">
        ${parts.map(({ name, word, fill, units }) => html`
          <button type="button" class="part" title=${words.showUnits} @click=${() => openUnits(name, step, units)}>
            ${swatch(fill)}<span>${isLast && name === 'went_on' ? words.converted : words[word]}</span> <b>${format.count(units)}</b>${isLast ? nothing : html` <small>${format.share(part(units, step.reached))}</small>`}
          </button>`)}
        ${isWorst ? html`<strong class="worst-mark"><span aria-hidden="true">▼</span> ${words.worst}</strong>` : nothing}
        ${before && step.step > 1 ? html`<span class="was">${words.beforeWas(format.share(before.rate_from_start))} ${delta(change(step, before), change(step, before) === 0 ? words.same : format.points(change(step, before)))}</span>` : nothing}
      </p>
    </li>`;
}

const change = (step, before) =>
  step.rate_from_start === null || before.rate_from_start === null ? null : Math.round((step.rate_from_start - before.rate_from_start) * 1000) / 1000;

/** The same as a table. */
export function barsTable(sum, lastStep, { words, format }) {
  return html`
    <table>
      <thead><tr>
        <th scope="col">${words.step}</th><th scope="col" class="n">${words.reached}</th><th scope="col" class="n">${words.ofStart}</th><th scope="col" class="n">${words.ofPrevious}</th>
        <th scope="col" class="n">${words.wentOn}</th><th scope="col" class="n">${words.inWindow}</th><th scope="col" class="n">${words.excluded}</th><th scope="col" class="n">${words.dropped}</th>
        <th scope="col" class="n">${words.medianColumn}</th><th scope="col" class="n">${words.p90Column}</th>
      </tr></thead>
      <tbody>${sum.steps.map((step) => html`
        <tr>
          <th scope="row">${format.count(step.step)} <bdi>${step.name}</bdi></th><td class="n">${format.count(step.reached)}</td><td class="n">${format.share(step.rate_from_start)}</td><td class="n">${format.share(step.rate_from_previous)}</td>
          ${partsOf(step).map(({ units }) => html`<td class="n">${format.count(units)}</td>`)}
          <td class="n">${format.duration(step.median_ms)}</td><td class="n">${format.duration(step.p90_ms)}</td>
        </tr>`)}
      </tbody>
    </table>`;
}
