// One tooltip for all charts. It tells the same to a screen reader, politely.
import { html, render } from '../vendor/lit-html.js';
import { hold } from '../hold.js';

const place = document.createElement('div');
place.className = 'tip';
place.setAttribute('role', 'status');
place.hidden = true;
document.body.append(place);

/** @param lines pairs of a word and a value under a heading */
export function showTip(heading, lines, x, y) {
  render(html`<strong>${heading}</strong><dl>${lines.map(([word, value]) => html`<div><dt>${word}</dt><dd>${value}</dd></div>`)}</dl>`, place);
  place.hidden = false;
  const { width, height } = place.getBoundingClientRect();
  const left = Math.max(8, Math.min(x + 14, innerWidth - width - 8));
  const top = y + 18 + height > innerHeight ? y - height - 14 : y + 18;
  place.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(8, top))}px)`;
  hold('tip', true);
}

export function hideTip() {
  if (place.hidden) return;
  place.hidden = true;
  hold('tip', false);
}

addEventListener('scroll', hideTip, { passive: true });
addEventListener('keydown', (event) => event.key === 'Escape' && hideTip());

/** The item somebody is at, by drawing: a drawing may be drawn anew meanwhile. */
const places = new WeakMap();

/**
 * Lets a drawing of points or bars be gone through by pointer and by arrow keys.
 *
 * @param at the nearest item to a horizontal place in the drawing, by index
 * @param show marks an item in the drawing and says where it stands, in the window
 */
export function walk(count, at, show) {
  const go = (drawing, index) => {
    const place = Math.max(0, Math.min(count - 1, index));
    places.set(drawing, place);
    show(drawing, place);
  };
  return {
    pointermove: (event) => {
      const drawing = event.currentTarget;
      go(drawing, at(event.clientX - drawing.getBoundingClientRect().left));
    },
    leave: (event) => {
      event.currentTarget.querySelector('.cursor')?.setAttribute('visibility', 'hidden');
      hideTip();
    },
    keydown: (event) => {
      const current = places.get(event.currentTarget) ?? -1;
      const moves = { ArrowRight: current + 1, ArrowLeft: current < 0 ? count - 1 : current - 1, Home: 0, End: count - 1 };
      if (!(event.key in moves)) return;
      event.preventDefault();
      go(event.currentTarget, moves[event.key]);
    },
  };
}
