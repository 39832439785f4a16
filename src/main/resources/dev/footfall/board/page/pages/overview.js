// Every funnel at a glance: where it stands, whether that is better than before, where it loses most.
import { html, nothing } from '../vendor/lit-html.js';
import { toPage } from '../address.js';
import { LENGTHS } from '../asked.js';
import { attentionStrip, funnelMark } from '../parts/attention.js';
import { delta, pointsChange, select } from '../parts/controls.js';
import { empty } from '../parts/states.js';
import { comparable, periodTools } from '../parts/period.js';
import { worstOf } from '../parts/bars.js';
import { pointsOf, spark } from '../parts/trend.js';
import { part } from '../format.js';

const SEARCHED_FROM = 7;

/** Whether these funnels' news are of interest here. */
export const concerns = () => true;

export function page(answer, context) {
  const { words, choice, choose, funnels } = context;
  if (!funnels.length) return empty(words.noFunnels, words.noFunnelsHint, 'funnels:\n  - {id: shop, steps: [browse, cart, pay], within: 1h, cohort: 1h}');
  const cards = answer.funnels.map((card) => glance(card, funnels.find(({ id }) => id === card.funnel))).filter(({ funnel }) => funnel);
  const found = sorted(cards.filter(({ funnel }) => matches(funnel, choice.find)), choice.order);
  return html`
    <div class="page-head">
      <h1>${words.overview.title}</h1>
      <div class="tools">
        ${periodTools(LENGTHS, context)}
        ${funnels.length >= SEARCHED_FROM ? html`
          <label class="select"><span class="sr">${words.overview.search}</span><input type="search" placeholder=${words.overview.search} .value=${choice.find ?? ''} @input=${(event) => choose({ find: event.target.value || null })}></label>
          ${select(words.overview.order, Object.entries(words.overview.orders).map(([value, text]) => ({ value, text })), choice.order, (order) => choose({ order }))}` : nothing}
      </div>
    </div>
    ${attentionStrip(context.attention, context)}
    ${found.length ? html`<ul class="cards">${found.map((card) => cardOf(card, context))}</ul>` : html`<p class="hint">${words.overview.none}</p>`}`;
}

/** What of an answer a card is made of: closed cohorts if there are any. */
function glance(card, funnel) {
  if (!funnel) return { funnel };
  const isClosed = card.totals.closed.entered > 0;
  const sum = isClosed ? card.totals.closed : card.totals.all;
  const before = comparable(card.before, card.extent, 'closed');
  const change = before && isClosed && sum.rate !== null ? sum.rate - before.rate : null;
  return { card, funnel, isClosed, sum, before, change, last: funnel.last_step };
}

const matches = ({ title, id }, find) => !find || `${title} ${id}`.toLowerCase().includes(find.toLowerCase());

function sorted(cards, order) {
  const by = {
    declared: () => 0,
    change: (one, other) => (one.change ?? Infinity) - (other.change ?? Infinity),
    entered: (one, other) => other.sum.entered - one.sum.entered,
    name: (one, other) => one.funnel.title.localeCompare(other.funnel.title),
  }[order];
  return by ? [...cards].sort(by) : cards;
}

function cardOf({ card, funnel, isClosed, sum, before, change, last }, context) {
  const { words, format, go, hrefOf } = context;
  const place = toPage('funnel', funnel.id);
  const { points } = pointsOf(card.trend, funnel, last, null);
  const worst = worstOf(sum);
  const first = card.extent.first_cohort;
  const from = card.from && Date.parse(card.from) > Date.parse(first) ? card.from : first;
  const end = isClosed ? card.extent.closed_until : card.extent.last_end;
  return html`
    <li class="card glance">
      <h2><a href=${hrefOf(place)} @click=${go(place)} aria-label=${words.overview.open(funnel.title)}><bdi>${funnel.title}</bdi></a></h2>
      ${funnelMark(context.attention, funnel, context)}
      ${sum.entered === 0 ? html`<p class="hint">${words.noRows}</p>` : html`
        <p class="glance-rate"><span class="big">${format.share(sum.rate)}</span>
          ${change === null ? nothing : html`<span>${pointsChange(change, words, format)} <small>${words.vsBefore}</small></span>`}</p>
        <p class="hint">${from && end ? (isClosed ? words.overview.closedOf : words.overview.openOf)(format.range(from, end, funnel.time_zone)) : nothing}</p>
        ${points.length ? spark(points, 300, 64) : nothing}
        <dl class="facts">
          ${card.entered_today === null ? html`
            <div><dt>${words.entered}</dt><dd>${format.count(sum.entered)} ${before ? delta(sum.entered - before.entered, format.change(part(sum.entered - before.entered, before.entered))) : nothing}</dd></div>` : html`
            <div><dt>${words.overview.enteredToday}</dt><dd>${format.count(card.entered_today)} <small>${words.overview.today(format.day(card.today))}</small></dd></div>`}
          <div><dt>${words.overview.losesMost}</dt><dd>${worst ? html`<bdi>${words.overview.losesMostAt(worst.name, format.share(part(worst.dropped, worst.reached)))}</bdi>` : words.overview.noLoss}</dd></div>
          <div><dt>${words.inWindow}</dt><dd>${format.count(card.totals.all.in_progress)}</dd></div>
        </dl>`}
      ${sum.partial_cohorts ? html`<p class="hint">${words.partial(words.cohorts(format.count(sum.partial_cohorts)))}</p>` : nothing}
      ${card.sets_left_out ? html`<p class="hint">${words.leftOut(format.count(card.sets_left_out))}</p>` : nothing}
    </li>`;
}
