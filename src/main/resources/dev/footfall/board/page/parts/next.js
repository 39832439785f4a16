// What came next in a funnel: of those who dropped beside those who converted, step by step; and what goes with
// conversion.
import { html, nothing } from '../vendor/lit-html.js';
import { toPage } from '../address.js';
import { oneOf, panel } from './controls.js';
import { empty } from './states.js';

const SHOWN = 12;

export function cameNext(answer, context) {
  const { words, format, choice, choose, funnels, hrefOf, go, csv } = context;
  const said = words.reports;
  const { steps, converted } = answer.next;
  const its = funnels.find(({ id }) => id === answer.report.funnel);
  if (!steps.length) return empty(said.nobodyLeft, null, null, null);
  const step = { ...(steps.find((one) => String(one.step) === choice.step) ?? steps.reduce((most, one) => (one.dropped > most.dropped ? one : most))), converted };
  const nameOf = (one) => one.name ?? said.stepN(format.count(one.step));
  return html`
    ${its ? html`<p><a href=${hrefOf(toPage('funnel', its.id))} @click=${go(toPage('funnel', its.id))}>${said.toFunnel(its.title)}</a></p>` : nothing}
    ${panel({
    id: 'next',
    title: said.nextTitle(nameOf(step)),
    hint: said.nextHint,
    tools: oneOf(words.step, steps.map((one) => ({ value: String(one.step), text: `${one.step} ${nameOf(one)}` })), String(step.step), (chosen) => choose({ step: chosen })),
    chart: () => html`
      ${beside('next-events', said.nextEvent, step.next, step, nameOfEvent(words), context)}
      ${step.last.length ? html`<h3 id="last-values">${said.lastValues}</h3><p class="hint">${said.lastValuesHint}</p>${beside('last-values', said.valueSeen, step.last, step, (name) => name, context)}` : nothing}`,
    csv,
  }, context)}
    ${panel({ id: 'signals', title: said.signalsOf(nameOf(step), format.count(step.reached)), hint: said.signalsHint(format.count(step.compared), format.count(answer.next.least_units), format.count(answer.next.least_conversions)), chart: () => table(step.signals, context), csv }, context)}`;
}

const nameOfEvent = (words) => (name) => ({ '(nothing)': words.reports.nothing, '(other)': words.reports.other })[name] ?? name;

/** Mirrored bars: shares of those who dropped to the left, of those who converted to the right. */
function beside(id, heading, all, step, nameOf, { words, format, choice, choose }) {
  const said = words.reports;
  const isWhole = choice.whole === 'yes' || all.length <= SHOWN;
  const most = Math.max(1e-9, ...all.flatMap((one) => [one.share_of_dropped ?? 0, one.share_of_converted ?? 0]));
  const bar = (share, fill, isTurned) => html`<svg width="110" height="10" aria-hidden="true" class="side-bar"><rect class="track" width="100%" height="100%" rx="2"></rect><rect class=${`seg ${fill}`} x=${isTurned ? `${100 - ((share ?? 0) / most) * 100}%` : '0'} width=${`${((share ?? 0) / most) * 100}%`} height="100%" rx="2"></rect></svg>`;
  const difference = (one) => (one.share_of_dropped === null || one.share_of_converted === null ? null : one.share_of_converted - one.share_of_dropped);
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${heading}>
      <table class="beside" id=${`${id}-table`}>
        <thead><tr><th scope="col">${heading}</th><th scope="col" class="n" colspan="2">${said.ofDropped(format.count(step.dropped))}</th><th scope="col" colspan="2">${said.ofConverted(format.count(step.converted))}</th><th scope="col" class="n">${said.difference}</th></tr></thead>
        <tbody>${(isWhole ? all : all.slice(0, SHOWN)).map((one) => html`
          <tr>
            <th scope="row"><bdi class="value-name" title=${one.name}>${nameOf(one.name)}</bdi></th>
            <td class="n">${format.count(one.dropped)}</td><td class="n"><span>${format.share(one.share_of_dropped)}</span> ${bar(one.share_of_dropped, 'dropped', true)}</td>
            <td>${bar(one.share_of_converted, 'went-on', false)} <span>${format.share(one.share_of_converted)}</span></td><td class="n">${format.count(one.converted)}</td>
            <td class="n">${format.points(difference(one))}</td>
          </tr>`)}</tbody>
      </table>
    </div>
    ${isWhole ? nothing : html`<button type="button" @click=${() => choose({ whole: 'yes' })}>${said.showRest(format.count(all.length - SHOWN))}</button>`}`;
}

const MARKS = { more: '▲', fewer: '▼' };

function table(signals, { words, format, choice, choose }) {
  const said = words.reports;
  if (!signals.length) return html`<p class="hint">${said.noSignals}</p>`;
  const told = signals.filter(({ finding }) => finding === 'more' || finding === 'fewer');
  const isWhole = choice.signals === 'all' || told.length === 0;
  const shown = isWhole ? signals : told;
  const probability = (p) => (p === null ? format.nothing : p < 0.0001 ? '< 0.0001' : p.toFixed(4));
  return html`
    ${told.length ? nothing : html`<p class="hint">${said.noneTold}</p>`}
    <div class="scroll" tabindex="0" role="group" aria-label=${said.signals}>
      <table class="signals">
        <thead><tr><th scope="col">${said.signal}</th><th scope="col" class="n">${said.unitsWith}</th><th scope="col" class="n">${said.rateWith}</th><th scope="col" class="n">${said.rateWithout}</th><th scope="col" class="n">${said.lift}</th><th scope="col" class="n" title=${said.pHint}>${said.p}</th><th scope="col">${said.finding}</th></tr></thead>
        <tbody>${shown.map((one) => html`
          <tr>
            <th scope="row"><span class="label">${said.what[one.what]}</span> <bdi class="value-name" title=${one.name}>${one.name}</bdi></th>
            <td class="n">${format.count(one.with.units)}</td><td class="n">${format.share(one.with.rate)}</td><td class="n">${format.share(one.without.rate)}</td>
            <td class="n">${format.change(one.lift)}${one.lower === null ? nothing : html` <small>${said.range(format.change(one.lower), format.change(one.upper))}</small>`}</td>
            <td class="n">${probability(one.adjusted_p)}</td>
            <td><span class=${one.finding === 'more' ? 'delta good' : one.finding === 'fewer' ? 'delta bad' : ''}>${MARKS[one.finding] ? html`<span aria-hidden="true">${MARKS[one.finding]}</span> ` : nothing}${said.findings[one.finding]}</span></td>
          </tr>`)}</tbody>
      </table>
    </div>
    ${isWhole ? nothing : html`<button type="button" @click=${() => choose({ signals: 'all' })}>${said.allSignals(format.count(signals.length))}</button>`}`;
}
