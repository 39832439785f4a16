// Flows from stop to stop, one column a position, so that nothing runs in circles.
import { html, svg, nothing } from '../vendor/lit-html.js';
import { hideTip, showTip } from './tip.js';

const OTHER = '(other)';
const MARKS = ['(start)', '(end)', '(more)', OTHER];

const HEIGHT = 420;
const TOP = 22;
const NODE = 12;
const GAP = 8;

/** From one position to the next there is room for a name; what does not fit is scrolled to. */
const STEP = 104;
const LETTER = 6.6;

/** The stops with most paths keep their names, the others are one: what flows into it flows out of it. */
export function fold(flows, top) {
  const weight = new Map();
  for (const { from, paths } of flows) if (!MARKS.includes(from)) weight.set(from, (weight.get(from) ?? 0) + paths);
  const kept = new Set([...weight].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, top).map(([name]) => name));
  const named = (name) => (kept.has(name) || MARKS.includes(name) ? name : OTHER);
  const sums = new Map();
  for (const { position, from, to, paths } of flows) {
    const flow = { position, from: named(from), to: named(to), paths: 0 };
    const key = JSON.stringify([position, flow.from, flow.to]);
    if (!sums.has(key)) sums.set(key, flow);
    sums.get(key).paths += paths;
  }
  return [...sums.values()].sort((a, b) => a.position - b.position || b.paths - a.paths || (a.from + a.to < b.from + b.to ? -1 : 1));
}

/**
 * @param nameOf how a stop is called by people
 * @param room as wide as the drawing is, unless names need more
 */
export function sankey(all, nameOf, room, { words, format }) {
  // That every path starts somewhere is known; where positions are counted backwards, it starts at several.
  const isForward = all.some(({ position }) => position === 0);
  const flows = all.filter(({ position, from }) => !(isForward && position === 0 && from === '(start)'));
  const columns = columnsOf(flows);
  const most = Math.max(...columns.map(({ nodes }) => nodes.length));
  const whole = Math.max(...columns.map(({ total }) => total));
  const height = Math.max(HEIGHT, TOP + most * (GAP + 14));
  const width = Math.max(room, NODE + columns.length * STEP);
  const scale = (height - TOP - most * GAP) / whole;
  const step = (width - NODE - STEP) / Math.max(1, columns.length - 1);
  place(columns, scale, step);
  const at = new Map(columns.flatMap(({ position, nodes }) => nodes.map((node) => [`${position} ${node.name}`, node])));
  const tell = (node, x, y) => showTip(nameOf(node.name), [[words.paths.position, format.count(node.position)], [words.paths.paths, format.count(node.paths)], ...node.out.slice(0, 5).map(({ to, paths }) => [`→ ${nameOf(to)}`, format.count(paths)])], x, y);
  const besides = (event, node) => {
    const box = event.currentTarget.getBoundingClientRect();
    tell(node, box.right, box.top);
  };
  return html`
    <svg class="chart sankey" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="group" aria-label=${words.paths.flows} @pointerleave=${hideTip}>
      ${columns.map(({ position, x }) => svg`<text class="tick" x=${x} y="12">${format.count(position)}</text>`)}
      ${flows.map((flow) => ribbon(flow, at.get(`${flow.position} ${flow.from}`), at.get(`${flow.position + 1} ${flow.to}`), scale, `${nameOf(flow.from)} → ${nameOf(flow.to)}: ${format.count(flow.paths)}`))}
      ${columns.flatMap(({ nodes }) => nodes).map((node) => svg`
        <g class=${MARKS.includes(node.name) ? 'node outer' : 'node'} tabindex="0" role="img" aria-label=${label(node, nameOf, words, format)} @focus=${(event) => besides(event, node)} @blur=${hideTip} @pointermove=${(event) => tell(node, event.clientX, event.clientY)}>
          <rect x=${node.x} y=${node.y} width=${NODE} height=${Math.max(1, node.height)}></rect>
          ${node.height >= 9 ? svg`<text x=${node.x + NODE + 4} y=${node.y + node.height / 2 + 4}>${short(nameOf(node.name), step)}</text>` : nothing}
        </g>`)}
    </svg>`;
}

/** As much of a name as fits before the next position; Chinese is twice as wide. */
function short(name, step) {
  const most = (step - NODE - 8) / LETTER;
  let wide = 0;
  for (let index = 0; index < name.length; index += 1) {
    wide += name.charCodeAt(index) > 0x2e7f ? 2 : 1;
    if (wide > most) return `${name.slice(0, Math.max(1, index - 1))}…`;
  }
  return name;
}

const label = (node, nameOf, words, format) => words.paths.node(nameOf(node.name), format.count(node.position), format.count(node.paths), node.out.slice(0, 5).map(({ to, paths }) => `${nameOf(to)} ${format.count(paths)}`).join(', '));

function columnsOf(flows) {
  const columns = new Map();
  const node = (position, name) => {
    if (!columns.has(position)) columns.set(position, new Map());
    const column = columns.get(position);
    if (!column.has(name)) column.set(name, { position, name, in: 0, out: [], sent: 0 });
    return column.get(name);
  };
  for (const flow of flows) {
    const from = node(flow.position, flow.from);
    from.out.push(flow);
    from.sent += flow.paths;
    node(flow.position + 1, flow.to).in += flow.paths;
  }
  return [...columns].sort(([a], [b]) => a - b).map(([position, byName]) => {
    const nodes = [...byName.values()].map((one) => ({ ...one, paths: Math.max(one.in, one.sent) }));
    // What has ended or is not counted stands below what goes on.
    nodes.sort((a, b) => MARKS.includes(a.name) - MARKS.includes(b.name) || b.paths - a.paths || (a.name < b.name ? -1 : 1));
    return { position, nodes, total: nodes.reduce((sum, { paths }) => sum + paths, 0) };
  });
}

function place(columns, scale, step) {
  columns.forEach((column, index) => {
    column.x = index * step;
    let y = TOP;
    for (const node of column.nodes) {
      Object.assign(node, { x: column.x, y, height: node.paths * scale, sentTo: y, takenTo: y });
      y += node.height + GAP;
    }
  });
}

/** As thick as it has paths; those of a node lie one below the other. */
function ribbon(flow, from, to, scale, text) {
  const thick = flow.paths * scale;
  const [x0, x1] = [from.x + NODE, to.x];
  const [y0, y1] = [from.sentTo + thick / 2, to.takenTo + thick / 2];
  from.sentTo += thick;
  to.takenTo += thick;
  const middle = (x0 + x1) / 2;
  return svg`<path class=${MARKS.includes(flow.to) ? 'ribbon outer' : 'ribbon'} d="M${x0},${y0} C${middle},${y0} ${middle},${y1} ${x1},${y1}" stroke-width=${Math.max(0.5, thick)}><title>${text}</title></path>`;
}
