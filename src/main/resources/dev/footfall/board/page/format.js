// Numbers, shares, lengths and moments as a reader writes them. Absent values are a dash.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const NOTHING = '–';

export function formatter(locale, words) {
  const whole = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const signedPercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const amounts = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const moments = new Map();

  /** English writes what is less than zero with a hyphen; a minus sign is as wide as the plus. */
  const withMinus = (text) => text.replace('-', '\u2212');

  const isNothing = (n) => n === null || n === undefined || Number.isNaN(n);
  const count = (n) => (isNothing(n) ? NOTHING : whole.format(n));

  /** Not all is never 100 %, and some is never 0 %. */
  function share(n) {
    if (isNothing(n)) return NOTHING;
    if (n > 0 && n < 0.001) return `<${percent.format(0.001)}`;
    return percent.format(n < 1 && n > 0.999 ? 0.999 : n);
  }

  /** The two largest units that matter: 2 d 3 h, 4 min, 1.5 s. */
  function duration(millis) {
    if (isNothing(millis)) return NOTHING;
    const unit = words.duration;
    if (millis < SECOND) return whole.format(millis) + unit.ms;
    if (millis < MINUTE) return digits.format(millis / SECOND) + unit.s;
    if (millis < HOUR) return digits.format(millis / MINUTE) + unit.m;
    if (millis < DAY) return pair(Math.round(millis / MINUTE), 60, unit.h, unit.m);
    return pair(Math.round(millis / HOUR), 24, unit.d, unit.h);
  }

  function pair(small, perLarge, large, smaller) {
    const most = Math.floor(small / perLarge);
    const rest = small % perLarge;
    return whole.format(most) + large + (rest ? words.duration.between + whole.format(rest) + smaller : '');
  }

  function dated(options) {
    const key = JSON.stringify(options);
    if (!moments.has(key)) moments.set(key, new Intl.DateTimeFormat(locale, options));
    return moments.get(key);
  }

  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const date = { year: 'numeric', month: 'short', day: 'numeric' };

  /** In the funnel's zone; without one, in the reader's, and saying which. */
  function moment(iso, zone) {
    if (!iso) return NOTHING;
    return dated({ timeZone: zone, ...date, ...clock, ...(zone ? {} : { timeZoneName: 'short' }) }).format(new Date(iso));
  }

  /** The day, in the reader's zone. */
  const fullDate = (iso) => dated({ ...date, weekday: 'long' }).format(new Date(iso));

  /** The time of day, in the reader's zone, and which that is. */
  const clockTime = (iso) => dated({ ...clock, timeZoneName: 'short' }).format(new Date(iso));

  /** To the second, for what happened to one unit. */
  function exact(iso, zone) {
    if (!iso) return NOTHING;
    return dated({ timeZone: zone, month: 'short', day: 'numeric', ...clock, second: '2-digit' }).format(new Date(iso));
  }

  /** Hours and minutes today, the date too if it is another day. */
  function shortMoment(iso, zone) {
    if (!iso) return NOTHING;
    const isNear = Math.abs(Date.now() - Date.parse(iso)) < DAY / 2;
    return dated({ timeZone: zone, ...(isNear ? {} : { month: 'short', day: 'numeric' }), ...clock, ...(isNear ? { second: '2-digit' } : {}), ...(zone ? {} : { timeZoneName: 'short' }) }).format(new Date(iso));
  }

  /** From the first moment up to the end, which is no part of it. */
  function range(from, end, zone) {
    if (!from || !end) return NOTHING;
    const first = new Date(from);
    const last = new Date(Math.max(Date.parse(end) - 1, Date.parse(from)));
    const isShort = Date.parse(end) - Date.parse(from) < 2 * DAY && !(isMidnight(from, zone) && isMidnight(end, zone));
    return isShort
      ? `${dated({ timeZone: zone, ...date, ...clock }).format(first)} – ${dated({ timeZone: zone, month: 'short', day: 'numeric', ...clock }).format(new Date(end))}`
      : dated({ timeZone: zone, ...date }).formatRange(first, last);
  }

  const isMidnight = (iso, zone) => dated({ timeZone: zone, ...clock }).format(new Date(iso)) === '00:00';

  /** Short enough for an axis. */
  function tick(iso, zone, cohortMillis) {
    return dated({ timeZone: zone, month: 'short', day: 'numeric', ...(cohortMillis < DAY ? clock : {}) }).format(new Date(iso));
  }

  const day = (text) => dated({ timeZone: 'UTC', month: 'short', day: 'numeric' }).format(new Date(`${text}T00:00:00Z`));

  return {
    count,
    /** Money, in whatever currency. */
    amount: (n) => (isNothing(n) ? NOTHING : amounts.format(n)),
    decimal: (n) => (isNothing(n) ? NOTHING : decimals.format(n)),
    compact: (n) => (isNothing(n) ? NOTHING : compact.format(n)),
    share,
    /** A difference of two shares, in points. */
    points: (n) => (isNothing(n) ? NOTHING : words.points(withMinus(signed.format(Math.round(n * 1000) / 10)))),
    /** A relative change. */
    change: (n) => (isNothing(n) ? NOTHING : withMinus(signedPercent.format(n))),
    duration,
    moment,
    date: fullDate,
    clock: clockTime,
    exact,
    shortMoment,
    range,
    tick,
    day,
    nothing: NOTHING,
  };
}

/** A part of a whole; where there is no whole, there is no share. */
export const part = (of, whole) => (whole ? of / whole : null);

/** The day in that zone (without one, in the reader's) to which a moment belongs, as text that sorts. */
export function dayOf(iso, zone) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(iso));
}
