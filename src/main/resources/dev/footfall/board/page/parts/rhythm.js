// When users are active: weekdays by hours of the day, in the report's zone.
import { html } from '../vendor/lit-html.js';
import { part } from '../format.js';
import { oneOf, panel } from './controls.js';
import { grid, level, scaleOf } from './grid.js';

/** Monday of some week, to have the names of days. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

export function rhythm(answer, context) {
  const { words, format, language, choice, choose, csv } = context;
  const said = words.reports;
  const measure = choice.measure === 'users' ? 'users' : 'events';
  const hours = Array.from({ length: 168 }, (_, hour) => ({ hour, events: 0, users: 0 }));
  for (const { part: name, position, amount, of_them: users } of answer.cells) {
    if (name === 'hour' && hours[position]) Object.assign(hours[position], { events: amount, users });
  }
  const total = hours.reduce((sum, hour) => sum + hour[measure], 0);
  const most = Math.max(...hours.map((hour) => hour[measure]));
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const days = Array.from({ length: 7 }, (_, day) => weekday.format(new Date(MONDAY + day * DAY)));
  const clock = (hour) => `${String(hour).padStart(2, '0')}:00`;
  const busiest = hours.reduce((best, hour) => (hour[measure] > best[measure] ? hour : best));
  const cellOf = (hour) => ({
    text: hour[measure] ? format.compact(hour[measure]) : '0',
    level: level(hour[measure], most),
    tip: () => [`${days[Math.floor(hour.hour / 24)]} ${clock(hour.hour % 24)}`, [[said.events, format.count(hour.events)], [said.users, format.count(hour.users)], [words.share, format.share(part(hour[measure], total))]]],
  });
  return html`
    <dl class="key-numbers">
      <div><dt>${said.events}</dt><dd>${format.count(hours.reduce((sum, { events }) => sum + events, 0))}</dd></div>
      <div><dt>${said.busiest}</dt><dd>${most ? `${days[Math.floor(busiest.hour / 24)]} ${clock(busiest.hour % 24)}` : format.nothing}${most ? html`<small>${format.share(part(busiest[measure], total))}</small>` : ''}</dd></div>
    </dl>
    ${panel({
    id: 'rhythm',
    title: said.heat,
    hint: measure === 'users' ? said.usersHint : said.heatHint,
    tools: oneOf(said.measure, ['events', 'users'].map((value) => ({ value, text: said[value] })), measure, (chosen) => choose({ measure: chosen === 'events' ? null : chosen })),
    chart: () => html`
      ${grid({
    id: 'rhythm-grid',
    label: `${said.heat}. ${said.gridHint}`,
    corner: [said.weekday],
    columns: Array.from({ length: 24 }, (_, hour) => String(hour)),
    rows: days.map((day, index) => ({ head: day, before: [], cells: hours.slice(24 * index, 24 * index + 24).map(cellOf) })),
  })}
      ${scaleOf('0', format.compact(most))}`,
    table: () => html`
      <table>
        <thead><tr><th scope="col">${said.weekday}</th><th scope="col">${said.hour}</th><th scope="col" class="n">${said.events}</th><th scope="col" class="n">${said.users}</th></tr></thead>
        <tbody>${hours.map((hour) => html`<tr><th scope="row">${days[Math.floor(hour.hour / 24)]}</th><td>${clock(hour.hour % 24)}</td><td class="n">${format.count(hour.events)}</td><td class="n">${format.count(hour.users)}</td></tr>`)}</tbody>
      </table>`,
    csv,
  }, context)}`;
}
