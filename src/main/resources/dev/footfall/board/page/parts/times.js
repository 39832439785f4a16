// How long it took: units by time, in bins that grow, with the median and the time nine in ten needed.
import { html, svg } from '../vendor/lit-html.js';
import { part } from '../format.js';
import { hideTip, showTip, walk } from './tip.js';

const HEIGHT = 210;
const LEFT = 50;
const RIGHT = 16;
const TOP = 26;
const BOTTOM = 28;

export function times(bins, median, p90, width, { words, format }) {
  const total = bins.reduce((sum, { units }) => sum + units, 0);
  const most = roundAbove(Math.max(...bins.map(({ units }) => units)));
  const each = (width - LEFT - RIGHT) / bins.length;
  const x = (index) => LEFT + index * each;
  const y = (units) => HEIGHT - BOTTOM - (units / most) * (HEIGHT - TOP - BOTTOM);
  const show = (drawing, index) => {
    const bin = bins[index];
    const soFar = bins.slice(0, index + 1).reduce((sum, { units }) => sum + units, 0);
    const cursor = drawing.querySelector('.cursor');
    cursor.setAttribute('x1', x(index) + each / 2);
    cursor.setAttribute('x2', x(index) + each / 2);
    cursor.setAttribute('visibility', 'visible');
    const box = drawing.getBoundingClientRect();
    showTip(range(bin, words, format), [
      [words.units, format.count(bin.units)],
      [words.share, format.share(part(bin.units, total))],
      [words.soFar, format.share(part(soFar, total))],
    ], box.left + x(index) + each / 2, box.top + y(bin.units));
  };
  const walking = walk(bins.length, (at) => Math.floor((at - LEFT) / each), show);
  const every = Math.ceil(72 / each);
  return html`
    <svg class="chart" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="group" tabindex="0" aria-label=${`${words.times}. ${words.timesHint(format.count(total))}`}
      @pointermove=${walking.pointermove} @pointerleave=${walking.leave} @keydown=${walking.keydown} @blur=${walking.leave}>
      ${[0, 0.5, 1].map((level) => svg`
        <line class="grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(most * level)} y2=${y(most * level)}></line>
        <text class="tick" x=${LEFT - 8} y=${y(most * level) + 4} text-anchor="end">${format.compact(most * level)}</text>`)}
      ${bins.map((bin, index) => svg`
        <rect class="bin" x=${x(index) + 1} width=${Math.max(each - 2, 1)} y=${y(bin.units)} height=${HEIGHT - BOTTOM - y(bin.units)} rx="2"></rect>
        ${index % every === 0 ? svg`<text class="tick" x=${x(index) + each} y=${HEIGHT - 8} text-anchor=${index === bins.length - 1 ? 'end' : 'middle'}>${format.duration(bin.to_ms)}</text>` : ''}`)}
      <text class="tick" x=${LEFT} y=${HEIGHT - 8} text-anchor="middle">${bins[0].from_ms === 0 ? '0' : format.duration(bins[0].from_ms)}</text>
      <line class="cursor" y1=${TOP} y2=${HEIGHT - BOTTOM} x1="0" x2="0" visibility="hidden"></line>
      ${mark(median, '50%', 16)}${mark(p90, '90%', 16)}
    </svg>`;

  function mark(millis, text, height) {
    if (millis === null) return '';
    const at = placeOf(millis, bins, x, each);
    return svg`<line class="mark" x1=${at} x2=${at} y1=${height + 4} y2=${HEIGHT - BOTTOM}></line><text class="mark-text" x=${at} y=${height} text-anchor="middle">${text}</text>`;
  }
}

/** The next number that reads well and whose half does: 2, 4, 6, 8, 10, 20, 40 … */
function roundAbove(units) {
  const unit = 10 ** Math.max(0, Math.ceil(Math.log10(units)) - 1);
  return Math.max(2, 2 * unit * Math.ceil(units / (2 * unit)));
}

/** Within its bin by the logarithm, as the bounds grow. */
function placeOf(millis, bins, x, each) {
  const index = Math.max(0, bins.findIndex(({ to_ms: to }) => millis <= to));
  const { from_ms: from, to_ms: to } = bins[index];
  const low = Math.log(Math.max(from, to / 10, 1));
  const within = (Math.log(Math.max(millis, 1)) - low) / (Math.log(to) - low);
  return x(index) + Math.max(0, Math.min(1, within)) * each;
}

const range = (bin, words, format) =>
  bin.from_ms === 0 ? words.timesUnder(format.duration(bin.to_ms)) : words.timesRange(format.duration(bin.from_ms), format.duration(bin.to_ms));

export function timesTable(bins, { words, format }) {
  const total = bins.reduce((sum, { units }) => sum + units, 0);
  let soFar = 0;
  return html`
    <table>
      <thead><tr><th scope="col">${words.times}</th><th scope="col" class="n">${words.units}</th><th scope="col" class="n">${words.share}</th><th scope="col" class="n">${words.soFar}</th></tr></thead>
      <tbody>${bins.map((bin) => {
        soFar += bin.units;
        return html`<tr><th scope="row">${range(bin, words, format)}</th><td class="n">${format.count(bin.units)}</td><td class="n">${format.share(part(bin.units, total))}</td><td class="n">${format.share(part(soFar, total))}</td></tr>`;
      })}</tbody>
    </table>`;
}
