// The outcomes of those whose furthest step this is, told apart by pattern and word, not by colour alone.
import { html, nothing, svg } from '../vendor/lit-html.js';

export const OUTCOMES = [
  { name: 'in_progress', word: 'inWindow', fill: 'progress' },
  { name: 'excluded', word: 'excluded', fill: 'excluded' },
  { name: 'dropped', word: 'dropped', fill: 'dropped' },
];

/** The fills, once for the page. */
export const patterns = html`
  <svg class="patterns" width="0" height="0" aria-hidden="true"><defs>${fills()}</defs></svg>`;

/** The same for a picture that stands alone. */
export function fills() {
  return svg`
    <pattern id="fill-dropped" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="dropped-ground" width="7" height="7"></rect><rect class="dropped-mark" width="2.4" height="7"></rect>
    </pattern>
    <pattern id="fill-progress" width="7" height="7" patternUnits="userSpaceOnUse">
      <rect class="progress-ground" width="7" height="7"></rect><circle class="progress-mark" cx="3.5" cy="3.5" r="1.5"></circle>
    </pattern>
    <pattern id="fill-excluded" width="8" height="8" patternUnits="userSpaceOnUse">
      <rect class="excluded-ground" width="8" height="8"></rect><path class="excluded-mark" d="M0 0L8 8M8 0L0 8"></path>
    </pattern>`;
}

export const swatch = (fill) => html`
  <svg class="swatch" width="14" height="14" aria-hidden="true"><rect class=${`seg ${fill}`} width="14" height="14" rx="3"></rect></svg>`;

/** What each pattern stands for. */
export const legend = (words, hasBefore) => html`
  <p class="legend">
    <span class="key">${swatch('went-on')}${words.wentOn}</span>
    ${OUTCOMES.map(({ word, fill }) => html`<span class="key">${swatch(fill)}${words[word]}</span>`)}
    ${hasBefore ? html`<span class="key"><svg class="ghost" width="26" height="6" aria-hidden="true"><rect width="26" height="6" rx="1"></rect></svg>${words.periodBefore}</span>` : nothing}
  </p>`;

/** A step's parts, which add up to those who reached it. */
export function partsOf(step) {
  const stayed = OUTCOMES.map(({ name, word, fill }) => ({ name, word, fill, units: step[name] }));
  const wentOn = step.reached - stayed.reduce((sum, { units }) => sum + units, 0);
  return [{ name: 'went_on', word: 'wentOn', fill: 'went-on', units: wentOn }, ...stayed];
}
