// Channels side by side: whom they brought, how many of those converted, and which conversions each is credited with.
import { html, nothing } from '../vendor/lit-html.js';
import { part } from '../format.js';
import { panel } from './controls.js';

const nameOf = (channel, words) => ({ '(none)': words.reports.noTouch, '(other)': words.reports.other })[channel] ?? channel;

export function channels(answer, context) {
  const { words, format, csv } = context;
  const said = words.reports;
  const { channels: all, ...sum } = answer.channels;
  const waiting = sum.users - sum.mature_users;
  return html`
    <dl class="key-numbers">
      <div><dt>${said.acquired}</dt><dd>${format.count(sum.users)}</dd></div>
      <div><dt>${said.acquiredRate}</dt><dd>${format.share(sum.rate)}<small>${said.ofMature(format.count(sum.converted), format.count(sum.mature_users))}</small></dd></div>
      <div><dt>${said.conversions}</dt><dd>${format.count(sum.conversions)}<small>${said.untouched(format.count(sum.untouched))}</small></dd></div>
      <div title=${said.waitingHint}><dt>${said.waiting}</dt><dd>${format.count(waiting)}</dd></div>
    </dl>
    ${panel({ id: 'acquired', title: said.acquiredTitle, hint: said.acquiredHint(answer.report.look_back_ms === null ? said.itsLookBack : format.duration(answer.report.look_back_ms)), chart: () => scrolled(said.acquiredTitle, acquired(all, sum, context)), csv }, context)}
    ${panel({ id: 'credited', title: said.creditedTitle, hint: said.creditedHint, chart: () => scrolled(said.creditedTitle, credited(all, sum, context)), csv }, context)}`;
}

const scrolled = (label, table) => html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>${table}</div>`;

function acquired(all, sum, { words, format }) {
  const said = words.reports;
  const hasCosts = all.some(({ cost }) => cost !== null);
  const shown = all.filter(({ users, cost }) => users > 0 || cost !== null);
  const best = Math.max(1e-9, ...shown.map(({ rate }) => rate ?? 0));
  const cost = shown.reduce((total, channel) => total + (channel.cost ?? 0), 0);
  return html`
    <table class="acquired">
      <thead><tr><th scope="col">${said.channel}</th><th scope="col" class="n">${said.users}</th><th scope="col" class="n">${words.share}</th><th scope="col" class="n">${said.hadTheirTime}</th><th scope="col" class="n">${words.converted}</th><th scope="col" class="rate">${words.conversion}</th>
        ${hasCosts ? html`<th scope="col" class="n">${said.cost}</th><th scope="col" class="n">${said.costPerUser}</th><th scope="col" class="n">${said.costPerAcquisition}</th>` : nothing}</tr></thead>
      <tbody>${shown.map((channel) => html`
        <tr>
          <th scope="row"><bdi class="value-name" title=${channel.channel}>${nameOf(channel.channel, words)}</bdi></th>
          <td class="n">${format.count(channel.users)}</td><td class="n">${format.share(channel.share_of_users)}</td>
          <td class="n">${format.count(channel.mature_users)}</td><td class="n">${format.count(channel.converted)}</td>
          <td class="rate"><span>${format.share(channel.rate)}</span><svg width="90" height="8" aria-hidden="true"><rect class="track" width="100%" height="100%" rx="2"></rect><rect class="seg went-on" width=${`${((channel.rate ?? 0) / best) * 100}%`} height="100%" rx="2"></rect></svg></td>
          ${hasCosts ? html`<td class="n">${format.amount(channel.cost)}</td><td class="n">${format.amount(channel.cost_per_user)}</td><td class="n">${format.amount(channel.cost_per_acquisition)}</td>` : nothing}
        </tr>`)}</tbody>
      <tfoot><tr><th scope="row">${words.total}</th><td class="n">${format.count(sum.users)}</td><td class="n">${format.share(part(sum.users, sum.users))}</td><td class="n">${format.count(sum.mature_users)}</td><td class="n">${format.count(sum.converted)}</td><td class="rate"><span>${format.share(sum.rate)}</span></td>
        ${hasCosts ? html`<td class="n">${format.amount(cost)}</td><td></td><td></td>` : nothing}</tr></tfoot>
    </table>`;
}

function credited(all, sum, { words, format }) {
  const said = words.reports;
  const shown = all.filter(({ first, last, linear }) => first || last || linear);
  const add = (name) => shown.reduce((total, channel) => total + channel[name], 0);
  const cells = (first, last, linear) => [[first, format.count(first)], [last, format.count(last)], [linear, format.decimal(linear)]].map(([amount, text]) => html`<td class="n">${text}</td><td class="n">${format.share(part(amount, sum.conversions))}</td>`);
  return html`
    <table class="credited">
      <thead>
        <tr><th scope="col" rowspan="2">${said.channel}</th>${['first', 'last', 'linear'].map((model) => html`<th scope="colgroup" colspan="2" class="n" title=${said.models[`${model}Hint`]}>${said.models[model]}</th>`)}</tr>
        <tr class="second-head">${['first', 'last', 'linear'].map(() => html`<th scope="col" class="n">${said.conversions}</th><th scope="col" class="n">${words.share}</th>`)}</tr>
      </thead>
      <tbody>${shown.map((channel) => html`<tr><th scope="row"><bdi class="value-name" title=${channel.channel}>${nameOf(channel.channel, words)}</bdi></th>${cells(channel.first, channel.last, channel.linear)}</tr>`)}</tbody>
      <tfoot><tr><th scope="row">${words.total}</th>${cells(add('first'), add('last'), add('linear'))}</tr></tfoot>
    </table>`;
}
