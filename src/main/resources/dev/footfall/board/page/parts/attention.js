// What needs somebody to look at it: alerts of the last day, and experiments that ask for a decision or are broken.
import { html, nothing } from '../vendor/lit-html.js';
import { toPage } from '../address.js';

const toAlert = (alert) => ({ ...toPage('alerts'), alert });

/** How grave it is, by which it looks; a sign and words say it too. */
const GRAVE = ['sample_ratio_mismatch', 'guardrail_breach', 'breached'];

/** @param attention what api/attention said; null where that is not known */
export function attentionStrip(attention, context) {
  const { words, format } = context;
  const said = words.attention;
  if (!attention) return nothing;
  const { alerts, experiments, watermark } = attention;
  if (!alerts.length && !experiments.length) return html`<p class="attention-none"><span aria-hidden="true">✓</span> ${said.nothing}</p>`;
  return html`
    <section class="panel attention" aria-labelledby="attention-title">
      <header class="panel-head"><h2 id="attention-title">${said.title}</h2>${alerts.length && watermark ? html`<span class="hint">${said.since(format.moment(watermark))}</span>` : nothing}</header>
      <ul>
        ${alerts.map((alert) => ofAlert(alert, context))}
        ${experiments.flatMap((one) => one.reasons.map((reason) => ofExperiment(one, reason, context)))}
      </ul>
    </section>`;
}

function ofAlert({ alert, title, times, at, began, ended, cohort }, context) {
  const { words, format, zoneOf } = context;
  const said = words.attention;
  const rest = cohort
    ? html`${figureOf(cohort, context)} <small>${words.alerts.cohort(format.range(began, ended, zoneOf(cohort.funnel)))}</small>`
    : html`${said.times(format.count(times))} <small>${said.lastAt(format.moment(at))}</small>`;
  return line('stalled', said.alert, title, toAlert(alert), rest, context);
}

/** What a cohort fell or rose to, and what is usual. */
export function figureOf({ rate, usual_low: low, usual_high: high }, { words, format }) {
  return (rate < low ? words.attention.fellTo : words.attention.roseTo)(format.share(rate), format.share(low), format.share(high));
}

function ofExperiment({ experiment, title }, { reason, metric, variant, control }, context) {
  const { words } = context;
  const said = words.experiments;
  const sentence = reason === 'breached' ? said.guard.breached(metric, variant) : (said.said[reason] ?? words.attention[reason])?.(variant, control) ?? reason;
  const place = { ...toPage('experiments'), experiment };
  return line(GRAVE.includes(reason) ? 'stalled' : reason === 'winner' ? 'live' : 'delayed', words.attention.experiment, title, place, sentence, context);
}

const SIGNS = { stalled: '!', delayed: '?', live: '✓' };

const line = (looks, kind, title, place, rest, { hrefOf, go }) => html`
  <li class=${looks}>
    <span class="sign" aria-hidden="true">${SIGNS[looks]}</span>
    <span class="kind">${kind}</span>
    <span class="what"><a href=${hrefOf(place)} @click=${go(place)}><bdi>${title}</bdi></a> <span class="why">${rest}</span></span>
  </li>`;

/** A mark on the card of a funnel whose cohorts were told of lately. */
export function funnelMark(attention, funnel, { words, hrefOf, go, format }) {
  const its = attention?.alerts.find(({ cohort }) => cohort?.funnel === funnel.id);
  if (!its) return nothing;
  return html`<p class="glance-mark"><a href=${hrefOf(toAlert(its.alert))} @click=${go(toAlert(its.alert))}><span aria-hidden="true">!</span> ${figureOf(its.cohort, { words, format })}</a></p>`;
}

/** So many alerts were told in the last day. */
export const toldLately = (attention) => attention?.alerts.reduce((sum, { times }) => sum + times, 0) ?? 0;
