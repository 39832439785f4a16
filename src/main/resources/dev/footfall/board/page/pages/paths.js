// Which ways people really go: visits, the flows from stop to stop, and how long people stay where.
import { html, nothing } from '../vendor/lit-html.js';
import { query } from '../api.js';
import { PATH_LENGTHS, lengthOfPaths, pathsAsked } from '../asked.js';
import { part } from '../format.js';
import { oneOf, panel, scrolled, select } from '../parts/controls.js';
import { fold, sankey } from '../parts/sankey.js';
import { saveChart } from '../parts/save.js';
import { empty } from '../parts/states.js';

const TOPS = ['5', '10', '20'];

export const concerns = () => true;

const EXAMPLE = `paths:
  - {id: ways, event: [home, browse, cart, pay], depth: 6, breakdown: channel}`;

export function page(answer, context) {
  const { words, format, choice, choose, language } = context;
  const said = words.paths;
  if (!answer.report) return html`<div class="page-head"><h1>${said.title}</h1></div>${empty(said.none, said.noneHint, EXAMPLE)}`;
  const top = TOPS.includes(choice.top) ? choice.top : '10';
  return html`
    <div class="page-head">
      <h1><bdi>${titleOf(answer)}</bdi></h1>
      <div class="tools">
        ${answer.reports.length > 1 ? select(said.report, answer.reports.map(({ report, title }) => ({ value: report, text: title })), answer.report, (report) => choose({ report, among: null })) : nothing}
        ${oneOf(words.period, PATH_LENGTHS.map((name) => ({ value: name, text: words.periods[name] })), lengthOfPaths(choice), (last) => choose({ last }))}
        ${answer.values.length ? select(answer.breakdown, [{ value: '', text: said.everybody }, ...answer.values.map((value) => ({ value, text: value }))], answer.value, (among) => choose({ among: among || null })) : nothing}
        ${select(said.top, TOPS.map((value) => ({ value, text: value })), top, (chosen) => choose({ top: chosen }))}
      </div>
    </div>
    ${answer.sentence.en ? html`<p class="sentence whole">${answer.sentence[language] ?? answer.sentence.en}</p>` : nothing}
    <p class="hint">
      ${answer.from ? said.windows(format.moment(answer.from), format.moment(answer.to)) : nothing}
      ${answer.is_final ? said.final : said.live}
      ${answer.truncated ? said.truncated : nothing}
    </p>
    ${visits(answer, context)}
    ${flows(answer, fold(answer.flows, Number(top)), context)}
    ${stops(answer, context)}`;
}

const titleOf = ({ reports, report }) => reports.find((one) => one.report === report)?.title ?? report;

const fileOf = (table, choice) => `api/paths/${table}.csv?${query(pathsAsked(choice))}`;

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

function flows(answer, all, context) {
  const { words, format, choice, plotWidth } = context;
  const said = words.paths;
  const nameOf = (name) => said.names[name] ?? name;
  const shares = sharesOf(all);
  const title = titleOf(answer);
  return panel({
    id: 'flows',
    title: said.flows,
    hint: said.flowsHint,
    csv: fileOf('flows', choice),
    png: all.length ? () => saveChart(document.querySelector('#panel-flows .chart'), answer.value ? `${title} · ${answer.value}` : title, `${answer.report}-flows`) : null,
    chart: () => (all.length ? html`<div class="plot wide" data-plot="flows">${sankey(all, nameOf, plotWidth('flows'), context)}</div>` : html`<p class="hint">${said.noFlows}</p>`),
    table: () => html`
      <table>
        <thead><tr><th scope="col" class="n">${said.position}</th><th scope="col">${said.fromStop}</th><th scope="col">${said.toStop}</th><th scope="col" class="n">${said.paths}</th><th scope="col" class="n">${said.ofStop}</th><th scope="col" class="n">${said.ofPaths}</th></tr></thead>
        <tbody>${all.map(({ position, from, to, paths }, index) => html`<tr><td class="n">${format.count(position)}</td><th scope="row"><bdi class="value-name">${nameOf(from)}</bdi></th><td><bdi class="value-name">${nameOf(to)}</bdi></td><td class="n">${format.count(paths)}</td><td class="n">${format.share(shares[index].ofStop)}</td><td class="n">${format.share(shares[index].ofPaths)}</td></tr>`)}</tbody>
      </table>`,
  }, context);
}

/** Of each flow the share of the paths at the stop it leaves, and of all there are: no position has more. */
function sharesOf(flows) {
  const atStop = new Map();
  const atPosition = new Map();
  const key = ({ position, from }) => JSON.stringify([position, from]);
  for (const flow of flows) {
    atStop.set(key(flow), (atStop.get(key(flow)) ?? 0) + flow.paths);
    atPosition.set(flow.position, (atPosition.get(flow.position) ?? 0) + flow.paths);
  }
  const all = Math.max(0, ...atPosition.values());
  return flows.map((flow) => ({ ofStop: part(flow.paths, atStop.get(key(flow))), ofPaths: part(flow.paths, all) }));
}

function stops(answer, context) {
  const { words, format, choice } = context;
  const said = words.paths;
  const { stops: all, visits: { visits: count }, value } = answer;
  const dwell = value ? [said.average] : [said.dwell, said.dwellMost];
  return panel({
    id: 'stops',
    title: said.stops,
    hint: html`${said.stopsHint} ${value ? said.dwellOfValue : nothing}`,
    csv: fileOf('stops', choice),
    chart: () => scrolled('panel-stops-title', html`
      <table>
        <thead><tr><th scope="col">${said.stop}</th><th scope="col" class="n">${said.times}</th><th scope="col" class="n">${said.entries}</th><th scope="col" class="n">${said.ofVisits}</th><th scope="col" class="n">${said.exits}</th><th scope="col" class="n">${said.exitRate}</th>${dwell.map((name) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead>
        <tbody>${all.map((one) => html`
          <tr><th scope="row"><bdi class="value-name" title=${one.stop}>${said.names[one.stop] ?? one.stop}</bdi></th><td class="n">${format.count(one.times)}</td><td class="n">${format.count(one.entries)}</td><td class="n">${format.share(part(one.entries, count))}</td><td class="n">${format.count(one.exits)}</td><td class="n">${format.share(part(one.exits, one.times))}</td>${(value ? [one.average_dwell_ms] : [one.median_dwell_ms, one.p90_dwell_ms]).map((time) => html`<td class="n">${format.duration(time)}</td>`)}</tr>`)}
        </tbody>
      </table>`),
  }, context);
}
