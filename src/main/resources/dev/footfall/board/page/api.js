// Asks the board's server. The browser revalidates by ETag, so an unchanged answer is not sent again.

/** Something to tell the reader: the server's own words where it has any. */
export class Refused extends Error {}

export async function ask(path, signal) {
  let response;
  try {
    response = await fetch(path, { signal });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refused('');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

export const funnels = () => ask('api/funnels');
export const health = () => ask('api/health');

export function steps(funnel, range, breakdown) {
  return ask(`api/funnels/${encodeURIComponent(funnel)}/steps?${query({ ...range, breakdown, rows: 'totals' })}`);
}

export function journeys(funnel, wanted) {
  return ask(`api/funnels/${encodeURIComponent(funnel)}/journeys?${query(wanted)}`);
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return new URLSearchParams(given).toString();
}
