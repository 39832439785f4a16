// Pictures of what is on the page, drawn by the browser itself: nothing leaves it.
import { render } from '../vendor/lit-html.js';
import { fills, partsOf } from './outcomes.js';

const PAINTED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'font-size', 'font-weight', 'font-family', 'opacity', 'visibility'];
const SHARPNESS = 2;

/** A chart that stands on the page, under a heading. */
export function saveChart(chart, heading, name) {
  const margin = 20;
  const width = chart.width.baseVal.value + 2 * margin;
  const height = chart.height.baseVal.value + 64;
  const picture = frame(width, height);
  picture.append(line(heading, margin, 32, 17, 650));
  const inside = paint(chart);
  inside.setAttribute('x', margin);
  inside.setAttribute('y', 48);
  picture.append(inside);
  return save(picture, width, height, name);
}

/** The steps as a picture for a report: what is counted, and every number of the bars. */
export function saveSteps(funnel, sum, sentence, period, { words, format }) {
  const width = 960;
  const rowHeight = 74;
  const height = 120 + sum.steps.length * rowHeight + 20;
  const picture = frame(width, height);
  picture.append(line(funnel.title, 24, 36, 20, 650));
  wrap(sentence, 130).slice(0, 2).forEach((text, index) => picture.append(line(text, 24, 60 + index * 18, 13, 400, '--soft')));
  picture.append(line(period, 24, 100, 13, 400, '--soft'));
  // Patterns are found by their painted rectangles, which the page has in its own colours.
  const hidden = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  hidden.setAttribute('class', 'patterns');
  document.body.append(hidden);
  render(fills(), hidden);
  const defs = document.createElementNS('http://www.w3.org/2000/svg', 'defs');
  for (const pattern of hidden.querySelectorAll('pattern')) defs.append(paint(pattern));
  hidden.remove();
  picture.append(defs);
  sum.steps.forEach((step, index) => {
    const top = 130 + index * rowHeight;
    picture.append(line(`${step.step}  ${step.name}`, 24, top, 14, 600));
    picture.append(line(`${format.count(step.reached)}   ${format.share(step.rate_from_start)}`, width - 24, top, 14, 600, '--ink', 'end'));
    picture.append(box(24, top + 8, width - 48, 28, colour('--track')));
    let x = 24;
    for (const { fill, units } of partsOf(step)) {
      const part = sum.entered ? (units / sum.entered) * (width - 48) : 0;
      picture.append(box(x, top + 8, part, 28, fill === 'went-on' ? colour('--accent') : `url(#fill-${fill})`));
      x += part;
    }
    const facts = [
      step.step > 1 ? `${format.share(step.rate_from_previous)} ${words.ofPrevious}` : null,
      step.median_ms === null ? null : words.median(format.duration(step.median_ms)),
      ...partsOf(step).filter(({ units }) => units > 0).map(({ name, word, units }) => `${name === 'went_on' && step.step === funnel.last_step ? words.converted : words[word]} ${format.count(units)}`),
    ];
    picture.append(line(facts.filter(Boolean).join('  ·  '), 24, top + 52, 12, 400, '--soft'));
  });
  return save(picture, width, height, `${funnel.id}-steps`);
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function element(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function frame(width, height) {
  const picture = element('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(box(0, 0, width, height, colour('--card')));
  return picture;
}

const box = (x, y, width, height, fill) => element('rect', { x, y, width: Math.max(width, 0), height, fill });

function line(text, x, y, size, weight, ink = '--ink', anchor = 'start') {
  const made = element('text', { x, y, 'font-size': size, 'font-weight': weight, 'font-family': getComputedStyle(document.body).fontFamily, fill: colour(ink), 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

function wrap(text, most) {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines[lines.length - 1].length + word.length > most) lines.push('');
    lines[lines.length - 1] += `${word} `;
  }
  return lines;
}

/** A copy that bears its own colours, for a picture knows no style sheet. */
function paint(original) {
  const copy = original.cloneNode(true);
  const originals = [original, ...original.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((node, index) => {
    const style = getComputedStyle(originals[index]);
    for (const property of PAINTED) node.setAttribute(property, style.getPropertyValue(property));
  });
  return copy;
}

async function save(picture, width, height, name) {
  const source = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(picture)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * SHARPNESS;
    canvas.height = height * SHARPNESS;
    const drawing = canvas.getContext('2d');
    drawing.scale(SHARPNESS, SHARPNESS);
    drawing.drawImage(image, 0, 0, width, height);
    const blob = await new Promise((done) => { canvas.toBlob(done, 'image/png'); });
    const target = URL.createObjectURL(blob);
    const anchor = document.createElement('a');
    anchor.href = target;
    anchor.download = `${name}.png`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(target), 10_000);
  } finally {
    URL.revokeObjectURL(source);
  }
}
