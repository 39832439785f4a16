// What the reader has chosen. It lives in the address, so that a link shows the same thing.

const address = new URLSearchParams(location.search);

export const choice = {
  language: address.get('lang'),
  range: address.get('range'), // null: the usual one
  from: address.get('from'),
  until: address.get('until'),
  closed: address.has('closed') ? address.get('closed') === 'yes' : null, // null: closed where there are any
  breakdowns: Object.fromEntries(
    [...address].filter(([name]) => name.startsWith('by.')).map(([name, value]) => [name.slice(3), value]),
  ),
};

export function remember() {
  const words = new URLSearchParams();
  if (choice.language) words.set('lang', choice.language);
  if (choice.range) words.set('range', choice.range);
  if (choice.range === 'custom') {
    if (choice.from) words.set('from', choice.from);
    if (choice.until) words.set('until', choice.until);
  }
  if (choice.closed !== null) words.set('closed', choice.closed ? 'yes' : 'no');
  for (const [funnel, breakdown] of Object.entries(choice.breakdowns)) words.set(`by.${funnel}`, breakdown);
  const query = words.toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}
