// The small things that are used everywhere: choices, switches, panels.
import { html, nothing } from '../vendor/lit-html.js';

/** One of a few, side by side. */
export function oneOf(label, options, chosen, choose) {
  return html`
    <div class="choice" role="group" aria-label=${label}>
      ${options.map(({ value, text, lang }) => html`
        <button type="button" lang=${lang ?? nothing} aria-pressed=${String(value === chosen)} @click=${() => choose(value)}>${text}</button>`)}
    </div>`;
}

/** One of many. */
export function select(label, options, chosen, choose, isLabelShown = true) {
  return html`
    <label class="select"><span class=${isLabelShown ? 'label' : 'sr'}>${label}</span>
      <select @change=${(event) => choose(event.target.value)}>
        ${options.map(({ value, text }) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select>
    </label>`;
}

export function toggle(label, isOn, choose, hint) {
  return html`
    <label class="switch" title=${hint ?? nothing}>
      <input type="checkbox" role="switch" .checked=${isOn} @change=${(event) => choose(event.target.checked)}>
      <span>${label}</span>
    </label>`;
}

/**
 * A part of a page with a heading, that can be shown as a table and saved.
 *
 * @param chart and table are functions, so that only the one that is shown is made
 * @param isPart whether it stands within another
 */
export function panel({ id, title, hint, tools, chart, table, csv, png, isPart = false }, { words, choice, choose }) {
  const tables = (choice.table ?? '').split('.').filter(Boolean);
  const asTable = table !== undefined && tables.includes(id);
  const flip = () => choose({ table: (asTable ? tables.filter((name) => name !== id) : [...tables, id]).join('.') || null });
  return html`
    <section class=${isPart ? 'within' : 'panel'} id=${`panel-${id}`} aria-labelledby=${isPart ? nothing : `panel-${id}-title`}>
      <header class="panel-head">
        ${isPart ? html`<h3 id=${`panel-${id}-title`}><bdi>${title}</bdi></h3>` : html`<h2 id=${`panel-${id}-title`}><bdi>${title}</bdi></h2>`}
        ${tools ?? nothing}
        <div class="panel-tools">
          ${table ? html`<button type="button" class="quiet" aria-pressed=${String(asTable)} aria-label=${`${words.asTable}: ${title}`} @click=${flip}>${words.asTable}</button>` : nothing}
          ${csv ? html`<a class="quiet" href=${csv} download title=${words.saveCsv} aria-label=${`${words.saveCsv}: ${title}`}>${words.csv}</a>` : nothing}
          ${png && !asTable ? html`<button type="button" class="quiet" title=${words.savePng} aria-label=${`${words.savePng}: ${title}`} @click=${png}>${words.png}</button>` : nothing}
        </div>
      </header>
      ${hint ? html`<p class="hint">${hint}</p>` : nothing}
      ${asTable ? scrolled(`panel-${id}-title`, table()) : chart()}
    </section>`;
}

/** A table that may be wider than the page. */
export const scrolled = (title, table) => html`<div class="scroll" tabindex="0" role="group" aria-labelledby=${title}>${table}</div>`;

/** A difference of two shares. */
export function pointsChange(change, words, format) {
  const rounded = Math.round(change * 1000);
  return delta(rounded, rounded === 0 ? words.same : format.points(change));
}

/** A difference that is told by sign and arrow, and whether it is good by colour too. */
export function delta(value, text, isGoodUp = true) {
  if (value === null || value === undefined) return nothing;
  const direction = value > 0 ? 'up' : value < 0 ? 'down' : 'flat';
  const judgement = direction === 'flat' ? '' : (value > 0) === isGoodUp ? 'good' : 'bad';
  return html`<span class=${`delta ${judgement}`}><span aria-hidden="true">${{ up: '▲', down: '▼', flat: '■' }[direction]}</span> ${text}</span>`;
}
