// Numbers, shares, lengths and moments as a reader writes them. Absent values are a dash.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function formatter(locale, words) {
  const count = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  /** The two largest units that matter: 2 d 3 h, 4 min, 1.5 s. */
  function duration(millis) {
    if (millis === null || millis === undefined) return '–';
    const unit = words.duration;
    if (millis < SECOND) return count.format(millis) + unit.ms;
    if (millis < MINUTE) return digits.format(millis / SECOND) + unit.s;
    if (millis < HOUR) return digits.format(millis / MINUTE) + unit.m;
    if (millis < DAY) return pair(Math.round(millis / MINUTE), 60, unit.h, unit.m);
    return pair(Math.round(millis / HOUR), 24, unit.d, unit.h);
  }

  function pair(small, perLarge, large, smaller) {
    const whole = Math.floor(small / perLarge);
    const rest = small % perLarge;
    return count.format(whole) + large + (rest ? words.duration.between + count.format(rest) + smaller : '');
  }

  /** In the funnel's zone; without one, in the reader's, and saying which. */
  function moment(iso, zone) {
    if (!iso) return '–';
    const options = { timeZone: zone, year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
    if (!zone) options.timeZoneName = 'short';
    return new Intl.DateTimeFormat(locale, options).format(new Date(iso));
  }

  /** Short enough for an axis. */
  function tick(iso, zone, cohortMillis) {
    const options = { timeZone: zone, month: 'short', day: 'numeric' };
    if (cohortMillis < DAY) Object.assign(options, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    return new Intl.DateTimeFormat(locale, options).format(new Date(iso));
  }

  return {
    count: (n) => (n === null || n === undefined ? '–' : count.format(n)),
    share: (n) => (n === null || n === undefined ? '–' : share.format(n)),
    duration,
    moment,
    tick,
  };
}
