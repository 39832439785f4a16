// Asks the board's server. The browser revalidates by ETag, so an unchanged answer is not sent again.

/** Something to tell the reader. */
export class Refused extends Error {
  /** @param cause one of the names in words.cause, if the server gave one */
  constructor(message, status, cause) {
    super(message);
    this.status = status;
    this.cause = cause;
  }
}

/**
 * Answers that were asked for before anybody could take them; each is good for one who asks. first.js and the page
 * are joined each to a script of its own, so both have this module: what they share lies outside.
 */
const ahead = (globalThis.askedAhead ??= new Map());

export function askAhead(path) {
  const answering = fetch(path);
  // Whoever takes it hears of a failure.
  answering.catch(() => {});
  ahead.set(path, answering);
}

export async function ask(path, signal) {
  let response;
  const answering = ahead.get(path);
  ahead.delete(path);
  try {
    response = await (answering ?? fetch(path, { signal }));
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refused('', 0, 'unreachable');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error ?? `HTTP ${response.status}`, response.status, answer.cause);
  return answer;
}

/** Whether this is the token; the server then lets this browser in. */
export async function openSession(token) {
  const response = await fetch('api/session', { method: 'POST', body: JSON.stringify({ token }) });
  return response.ok;
}

/** A query of what is given, lists as often as they have items. */
export function query(parameters) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) words.append(name, one);
  }
  return words.toString();
}
