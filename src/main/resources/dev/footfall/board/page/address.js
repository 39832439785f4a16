// What the reader has chosen. All of it lives in the address, so that a link shows the same thing, and the
// browser's own buttons go back and forth.

const USUAL = { page: 'overview', last: '30d', closed: 'yes', compare: 'yes', top: '10', sort: 'entered', order: 'declared' };

/** Chosen once and kept: how somebody likes to read, not what they look at. */
const KEPT = ['lang', 'theme'];

export const choice = {};

/** Takes what the address says. */
export function read() {
  const address = new URLSearchParams(location.search);
  for (const name of Object.keys(choice)) delete choice[name];
  Object.assign(choice, USUAL);
  for (const name of KEPT) if (localStorage.getItem(name)) choice[name] = localStorage.getItem(name);
  for (const [name, value] of address) if (name !== 'hide') choice[name] = value;
  choice.hide = address.getAll('hide');
  if (choice.funnel) choice.page = 'funnel';
}

/** The address of what would be chosen after this change; null takes something back. */
export function link(change) {
  const next = { ...choice, ...change };
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(next)) {
    const isImplied = value === null || value === undefined || value === '' || value === USUAL[name] || (name === 'page' && next.funnel);
    if (isImplied) continue;
    for (const one of Array.isArray(value) ? value : [value]) words.append(name, one);
  }
  const query = words.toString();
  return query ? `?${query}` : location.pathname;
}

/** Chooses; going to another place can be gone back from, changing the view of one is not another place. */
export function choose(change) {
  const address = link(change);
  const isOtherPlace = ['page', 'funnel', 'report', 'units', 'unit'].some((name) => name in change && (change[name] ?? null) !== (choice[name] ?? null));
  for (const name of KEPT) {
    if (!(name in change)) continue;
    if (change[name]) localStorage.setItem(name, change[name]);
    else localStorage.removeItem(name);
  }
  history[isOtherPlace ? 'pushState' : 'replaceState'](null, '', address);
  read();
}

/** To one unit, which was found in a funnel. */
export const toUnit = (funnel, unit) => ({ ...toPage('unit'), of: funnel, unit });

/** To another page, with what of the view makes sense there. */
export const toPage = (page, funnel = null) => ({ page, funnel, of: null, unit: null, report: null, experiment: null, value: null, among: null, measure: null, step: null, signals: null, whole: null, by: null, hide: [], units: null, times: null, each: null, table: null, alert: null, from: null, to: null, ...(choice.last === 'dates' ? { last: null } : {}) });
