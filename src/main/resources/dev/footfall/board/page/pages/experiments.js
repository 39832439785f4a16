// What may be said of each experiment, in one sentence; then the figures behind it.
import { html, nothing } from '../vendor/lit-html.js';
import { part } from '../format.js';
import { panel, scrolled } from '../parts/controls.js';
import { curves, looks } from '../parts/experiment.js';
import { empty } from '../parts/states.js';

export const concerns = () => true;

/** How a verdict looks: good, to be looked at, or neither. */
const LOOKS_LIKE = { winner: 'live', loser: 'delayed', guardrail_breach: 'stalled', sample_ratio_mismatch: 'stalled' };

const EXAMPLE = `experiments:
  - {id: short-trial, funnel: trial, control: a, shares: {a: 50, b: 50}, start: 2026-01-05}`;

export function page({ experiments }, context) {
  const { words, choice } = context;
  return html`
    <div class="page-head"><h1>${words.pages.experiments}</h1></div>
    ${experiments.length ? chosenFirst(experiments, choice).map((one) => experiment(one, context)) : empty(words.experiments.none, words.experiments.noneHint, EXAMPLE)}`;
}

/** The one that was asked for stands above the others. */
const chosenFirst = (all, { experiment: chosen }) => [...all].sort((one, other) => (other.experiment === chosen) - (one.experiment === chosen));

const probability = (p) => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));

function experiment(one, context) {
  const { words, format } = context;
  const said = words.experiments;
  const metrics = one.verdicts.filter(({ role }) => role === 'metric');
  const guards = one.verdicts.filter(({ role }) => role === 'guardrail');
  const isBroken = one.split_p < 0.001;
  return html`
    <section class="panel" aria-labelledby=${`experiment-${one.experiment}`}>
      <header class="panel-head"><h2 id=${`experiment-${one.experiment}`}><bdi>${one.title}</bdi></h2><span class="fact">${one.title === one.experiment ? nothing : html`<bdi>${one.experiment}</bdi> · `}<bdi>${one.funnel}</bdi> → <bdi>${metrics[0]?.metric}</bdi></span></header>
      ${metrics.map((verdict) => sentence(verdict, one, context))}
      ${guards.map(({ metric, verdict, arm }) => html`<p class=${verdict === 'breached' ? 'notice bad' : 'hint'}>${said.guard[verdict]?.(metric, arm.variant)}</p>`)}
      <p class="hint">
        ${said.upTo(format.moment(one.watermark))} ${one.final ? said.last : nothing}
        ${said.split}: ${(isBroken ? said.splitWrong : said.splitRight)(probability(one.split_p))}
        ${one.multi_exposed ? said.multi(format.count(one.multi_exposed)) : nothing}
        ${Date.parse(one.since) > 0 ? said.since(format.moment(one.since)) : nothing}
      </p>
      ${variants(one, metrics, context)}
      ${metrics.map(({ arm }, index) => difference(one, arm.variant, index, context))}
      ${byAge(one, context)}
      ${steps(one, context)}
    </section>`;
}

function sentence({ verdict, arm, needs_units: users, needs_ms: time }, one, { words, format }) {
  const said = words.experiments;
  const isWaiting = verdict === 'undecided' || verdict === 'collecting';
  return html`
    <div class=${`verdict ${LOOKS_LIKE[verdict] ?? 'plain'}`}>
      <p class="verdict-what">${said.said[verdict]?.(arm.variant, one.control.variant) ?? verdict}</p>
      ${isWaiting ? html`<p>${verdict === 'collecting' ? said.minimum : nothing} ${users ? said.needs(format.count(users), format.duration(time)) : nothing}</p>` : nothing}
    </div>`;
}

const interval = (low, high, write, said) => (low === null || high === null ? nothing : html` <small>${said.range(write(low), write(high))}</small>`);

function variants(one, metrics, context) {
  const { words, format } = context;
  const said = words.experiments;
  const cells = ({ exposed, matured, conversions, rate, lower, upper }) => html`
    <td class="n">${format.count(exposed)}</td><td class="n">${format.count(matured)}</td><td class="n">${format.count(conversions)}</td><td class="n">${format.share(rate)}${interval(lower, upper, format.share, said)}</td>`;
  return section(one, { id: 'variants', title: said.variants, hint: said.variantsHint, csv: 'variants', table: () => html`
    <table>
      <thead><tr><th scope="col">${said.variant}</th><th scope="col" class="n">${said.exposed}</th><th scope="col" class="n">${said.matured}</th><th scope="col" class="n">${said.converted}</th><th scope="col" class="n">${said.rate}</th><th scope="col" class="n">${said.difference}</th><th scope="col" class="n">${said.p}</th><th scope="col" class="n">${said.lift}</th><th scope="col" class="n" title=${said.chanceHint}>${said.chance}</th></tr></thead>
      <tbody>
        <tr><th scope="row"><bdi>${one.control.variant}</bdi> <small>${said.isControl}</small></th>${cells(one.control)}<td></td><td></td><td></td><td></td></tr>
        ${metrics.map((of) => html`
          <tr>
            <th scope="row"><bdi>${of.arm.variant}</bdi></th>${cells(of.arm)}
            <td class="n">${format.points(of.difference)}${interval(of.difference_lower, of.difference_upper, format.points, said)}</td>
            <td class="n">${of.p === null ? format.nothing : probability(of.p)}</td>
            <td class="n">${format.change(of.lift)}${interval(of.lift_lower, of.lift_upper, format.change, said)}</td>
            <td class="n">${format.share(of.chance_to_win)}</td>
          </tr>`)}
      </tbody>
    </table>` }, context);
}

function difference(one, variant, index, context) {
  const { words, format, plotWidth } = context;
  const said = words.experiments;
  const its = one.looks.filter((look) => look.variant === variant);
  const hint = said.looksHint(variant, one.control.variant);
  const plot = `looks-${one.experiment}-${index}`;
  const isThere = its.some(({ lower }) => lower !== null);
  const last = its[its.length - 1];
  const hasDrifted = isThere && last.difference !== null && (last.difference < last.lower || last.difference > last.upper);
  return section(one, {
    id: `looks-${index}`,
    title: said.looks,
    hint,
    csv: index === 0 && isThere ? 'looks' : null,
    chart: () => (isThere ? html`<div class="plot" data-plot=${plot}>${looks(its, hint, plotWidth(plot), context)}</div>${hasDrifted ? html`<p class="notice">${said.drifted}</p>` : nothing}` : html`<p class="hint">${said.noLooks}</p>`),
    table: isThere ? () => html`
      <table>
        <thead><tr><th scope="col">${said.look}</th><th scope="col" class="n">${said.difference}</th></tr></thead>
        <tbody>${its.map((look) => html`<tr><th scope="row">${format.moment(look.watermark)}</th><td class="n">${format.points(look.difference)}${interval(look.lower, look.upper, format.points, said)}</td></tr>`)}</tbody>
      </table>` : null,
  }, context);
}

function byAge(one, context) {
  const { words, format, plotWidth } = context;
  const said = words.experiments;
  const plot = `curves-${one.experiment}`;
  const isThere = one.curves.some(({ points }) => points.length);
  return section(one, {
    id: 'curves',
    title: said.curves,
    hint: html`${said.curvesHint} ${one.log_rank_p === null ? nothing : said.logRank(probability(one.log_rank_p))}`,
    csv: isThere ? 'curves' : null,
    chart: () => (isThere ? html`<div class="plot" data-plot=${plot}>${curves(one.curves, said.curves, plotWidth(plot), context)}</div>` : html`<p class="hint">${said.noCurves}</p>`),
    table: isThere ? () => html`
      <table>
        <thead><tr><th scope="col">${said.variant}</th><th scope="col" class="n">${said.age}</th><th scope="col" class="n">${said.rate}</th></tr></thead>
        <tbody>${one.curves.map(({ variant, points }) => points.map(({ age_ms: age, converted, lower, upper }) => html`<tr><th scope="row"><bdi>${variant}</bdi></th><td class="n">${format.duration(age)}</td><td class="n">${format.share(converted)}${interval(lower, upper, format.share, said)}</td></tr>`))}</tbody>
      </table>` : null,
  }, context);
}

function steps(one, context) {
  const { words, format } = context;
  const said = words.experiments;
  return section(one, { id: 'steps', title: said.steps, hint: said.stepsHint, csv: 'steps', table: () => html`
    <table>
      <thead><tr><th scope="col">${words.step}</th><th scope="col">${said.variant}</th><th scope="col" class="n">${words.reached}</th><th scope="col" class="n">${said.matured}</th><th scope="col" class="n">${words.share}</th><th scope="col" class="n">${said.ofAll}</th></tr></thead>
      <tbody>${one.steps.map(({ step, name, variant, exposed, matured, reached, matured_reached: maturedReached }) => html`
        <tr><th scope="row">${format.count(step)} <bdi>${name}</bdi></th><td><bdi>${variant}</bdi></td><td class="n">${format.count(maturedReached)}</td><td class="n">${format.count(matured)}</td><td class="n">${format.share(part(maturedReached, matured))}</td><td class="n">${format.share(part(reached, exposed))}</td></tr>`)}
      </tbody>
    </table>` }, context);
}

/** A part of one experiment; one without a chart is always a table. */
const section = (one, { id, title, hint, csv, chart, table }, context) => panel({
  id: `${one.experiment}-${id}`,
  title,
  hint,
  chart: chart ?? (() => scrolled(`panel-${one.experiment}-${id}-title`, table())),
  table: chart ? table ?? undefined : undefined,
  csv: csv ? `api/experiments/${encodeURIComponent(one.experiment)}/${csv}.csv` : null,
  isPart: true,
}, context);
