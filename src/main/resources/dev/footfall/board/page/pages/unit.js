// One unit: what it did in every funnel that counts such units, newest first.
import { html, nothing } from '../vendor/lit-html.js';
import { toPage } from '../address.js';
import { empty, skeleton } from '../parts/states.js';
import { toldNext } from '../parts/units.js';

export const concerns = (changed, { of }) => changed.includes(of);

export function page(answer, context) {
  const { words, format, choice, funnels, hrefOf, go } = context;
  const said = words.oneUnit;
  // An answer about another unit, from where one comes, is none here.
  if (answer.unit !== choice.unit) return skeleton(words);
  const its = funnels.find(({ id }) => id === choice.of);
  const runs = answer.runs.filter(({ funnel: id }) => funnels.some((one) => one.id === id));
  const back = its ? toPage('funnel', its.id) : toPage('overview');
  return html`
    <div class="page-head unit-head">
      <p><a href=${hrefOf(back)} @click=${go(back)}>${its ? html`<bdi>${words.reports.toFunnel(its.title)}</bdi>` : words.toOverview}</a></p>
      <h1>${words.unit}${answer.unit_type === 'user' ? nothing : html` (<bdi>${answer.unit_type}</bdi>)`}: <bdi>${answer.unit}</bdi></h1>
      <p class="hint">${said.found(format.count(runs.length), format.count(new Set(runs.map(({ funnel: id }) => id)).size))} ${said.order}</p>
    </div>
    ${runs.length ? runs.map((run) => journey(run, funnels.find(({ id }) => id === run.funnel), context)) : empty(said.nowhere, said.nowhereHint)}
    ${answer.runs_left_off ? html`<p class="notice">${said.more(format.count(runs.length))}</p>` : nothing}
    ${lookedIn(answer, context)}`;
}

function journey({ journey: of }, funnel, { words, format, hrefOf, go }) {
  const said = words.oneUnit;
  const times = Array.isArray(of.step_times) ? of.step_times : [];
  const furthest = funnel.steps[of.furthest - 1]?.name ?? '';
  const toFunnel = toPage('funnel', funnel.id);
  const isConverted = of.outcome === 'converted';
  let previous = null;
  const steps = funnel.steps.map((step) => {
    const time = step.step === 1 ? of.entry : times[step.step - 1];
    const gap = time && previous ? Math.max(Date.parse(time) - Date.parse(previous), 0) : null;
    previous = time ?? previous;
    return { ...step, time, gap };
  });
  const facts = [...funnel.breakdowns.map((name) => [name, of.breakdowns?.[name]]), ...Object.entries(of.last_values ?? {}).map(([name, value]) => [said.last(name), value])];
  return html`
    <section class="panel run" aria-label=${`${funnel.title}, ${format.moment(of.entry, funnel.time_zone)}`}>
      <header class="panel-head">
        <h2><a href=${hrefOf(toFunnel)} @click=${go(toFunnel)}><bdi>${funnel.title}</bdi></a></h2>
        <span class=${`outcome ${of.outcome}`}>${isConverted ? words.unitsTitle.converted() : words.unitsTitle[of.outcome] ? html`<bdi>${words.unitsTitle[of.outcome](furthest)}</bdi>` : of.outcome}</span>
      </header>
      <p class="hint">${of.cohort_start ? said.cohort(format.range(of.cohort_start, of.cohort_end, funnel.time_zone)) : nothing} ${words.zone(funnel.time_zone)}</p>
      <ol class="timeline">
        ${steps.map(({ step, name, time, gap, optional }) => html`
          <li class=${time ? 'taken' : ''}>
            <span class="step-name"><b>${format.count(step)}</b> <bdi>${name}</bdi>${optional ? html` <em>${words.optional}</em>` : nothing}</span>
            <span>${time ? format.exact(time, funnel.time_zone) : html`<span class="soft">${said.notTaken}</span>`}</span>
            ${gap === null ? nothing : html`<span class="soft">${words.afterPrevious(format.duration(gap))}</span>`}
          </li>`)}
        ${of.next_event === null ? nothing : html`
          <li class="next">
            <span class="step-name">${words.next}</span>
            <span>${toldNext(of, words)}</span>
            ${of.next_time && times[of.furthest - 1] ? html`<span class="soft">${said.afterStep(format.duration(Math.max(Date.parse(of.next_time) - Date.parse(times[of.furthest - 1]), 0)), furthest)}</span>` : nothing}
          </li>`}
      </ol>
      ${facts.length ? html`<dl class="values-of-run">${facts.map(([name, value]) => html`<div><dt><bdi>${name}</bdi></dt><dd><bdi>${value ?? format.nothing}</bdi></dd></div>`)}</dl>` : nothing}
    </section>`;
}

/** Where was looked, for what is not shown may still be there. */
function lookedIn({ funnels: looked }, { words, format, funnels }) {
  const cut = looked.filter(({ since }) => since).map(({ funnel: id, since }) => ({ its: funnels.find((one) => one.id === id), since })).filter(({ its }) => its);
  return cut.length ? html`<p class="hint">${words.oneUnit.lookedBack} ${cut.map(({ its, since }, index) => html`${index ? ' · ' : nothing}<bdi>${its.title}</bdi> ${format.moment(since, its.time_zone)}`)}</p>` : nothing;
}
