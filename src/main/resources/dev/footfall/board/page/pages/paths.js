// Which ways people really go: visits, the flows from stop to stop, and how long people stay where.
import { html, nothing } from '../vendor/lit-html.js';
import { PATH_LENGTHS, lengthOfPaths } from '../asked.js';
import { part } from '../format.js';
import { oneOf, panel, select } from '../parts/controls.js';
import { fold, sankey } from '../parts/sankey.js';
import { empty } from '../parts/states.js';

const TOPS = ['5', '10', '20'];

export const concerns = () => true;

const EXAMPLE = `paths:
  - {id: ways, event: [home, browse, cart, pay], depth: 6, breakdown: channel}`;

export function page(answer, context) {
  const { words, format, choice, choose } = context;
  const said = words.paths;
  if (!answer.report) return html`<div class="page-head"><h1>${said.title}</h1></div>${empty(said.none, said.noneHint, EXAMPLE)}`;
  const top = TOPS.includes(choice.top) ? choice.top : '10';
  return html`
    <div class="page-head">
      <h1>${said.title}</h1>
      <div class="tools">
        ${answer.reports.length > 1 ? select(said.report, answer.reports.map((id) => ({ value: id, text: id })), answer.report, (report) => choose({ report, among: null })) : html`<span class="fact"><bdi>${answer.report}</bdi></span>`}
        ${oneOf(words.period, PATH_LENGTHS.map((name) => ({ value: name, text: words.periods[name] })), lengthOfPaths(choice), (last) => choose({ last }))}
        ${answer.values.length ? select(answer.breakdown, [{ value: '', text: said.everybody }, ...answer.values.map((value) => ({ value, text: value }))], answer.value, (among) => choose({ among: among || null })) : nothing}
        ${select(said.top, TOPS.map((value) => ({ value, text: value })), top, (chosen) => choose({ top: chosen }))}
      </div>
    </div>
    <p class="hint">
      ${answer.from ? said.windows(format.moment(answer.from), format.moment(answer.to)) : nothing}
      ${answer.is_final ? said.final : said.live}
      ${answer.truncated ? said.truncated : nothing}
    </p>
    ${visits(answer, context)}
    ${flows(fold(answer.flows, Number(top)), context)}
    ${stops(answer, context)}`;
}

function visits({ visits: all, stops: of }, { words, format }) {
  const said = words.paths;
  const views = of.reduce((sum, { times }) => sum + times, 0);
  const fact = (name, value, hint) => html`<div><dt>${name}</dt><dd>${value}<small>${hint}</small></dd></div>`;
  return html`
    <dl class="key-numbers explained">
      ${fact(said.visits, format.count(all.visits), said.visitsHint)}
      ${fact(said.bounces, format.share(part(all.bounces, all.visits)), said.bouncesHint(format.count(all.bounces)))}
      ${fact(said.length, format.duration(all.median_ms), said.lengthHint)}
      ${fact(said.stopsMade, format.count(views), said.stopsMadeHint)}
    </dl>`;
}

function flows(all, context) {
  const { words, format, plotWidth } = context;
  const said = words.paths;
  const nameOf = (name) => said.names[name] ?? name;
  return panel({
    id: 'flows',
    title: said.flows,
    hint: said.flowsHint,
    chart: () => (all.length ? html`<div class="plot" data-plot="flows">${sankey(all, nameOf, plotWidth('flows'), context)}</div>` : html`<p class="hint">${said.noFlows}</p>`),
    table: () => html`
      <table>
        <thead><tr><th scope="col" class="n">${said.position}</th><th scope="col">${said.fromStop}</th><th scope="col">${said.toStop}</th><th scope="col" class="n">${said.paths}</th></tr></thead>
        <tbody>${all.map(({ position, from, to, paths }) => html`<tr><td class="n">${format.count(position)}</td><th scope="row"><bdi class="value-name">${nameOf(from)}</bdi></th><td><bdi class="value-name">${nameOf(to)}</bdi></td><td class="n">${format.count(paths)}</td></tr>`)}</tbody>
      </table>`,
  }, context);
}

function stops({ stops: all, visits: { visits: count } }, { words, format }) {
  const said = words.paths;
  return html`
    <section class="panel" aria-labelledby="path-stops">
      <header class="panel-head"><h2 id="path-stops">${said.stops}</h2></header>
      <p class="hint">${said.stopsHint}</p>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="path-stops">
        <table>
          <thead><tr><th scope="col">${said.stop}</th><th scope="col" class="n">${said.times}</th><th scope="col" class="n">${said.entries}</th><th scope="col" class="n">${said.ofVisits}</th><th scope="col" class="n">${said.exits}</th><th scope="col" class="n">${said.exitRate}</th><th scope="col" class="n">${said.dwell}</th></tr></thead>
          <tbody>${all.map(({ stop, times, entries, exits, median_dwell_ms: dwell }) => html`
            <tr><th scope="row"><bdi class="value-name" title=${stop}>${said.names[stop] ?? stop}</bdi></th><td class="n">${format.count(times)}</td><td class="n">${format.count(entries)}</td><td class="n">${format.share(part(entries, count))}</td><td class="n">${format.count(exits)}</td><td class="n">${format.share(part(exits, times))}</td><td class="n">${format.duration(dwell)}</td></tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}
