// What each page asks the server, by nothing but what is chosen: so it can be asked before a page is there to show it.
import { query } from './api.js';

/** The overview knows lengths only: dates mean different moments in different zones. */
export const LENGTHS = ['7d', '30d', '90d'];

/** So many alerts come at a time. */
export const ALERTS = 50;

/** Of the page of paths. */
export const PATH_LENGTHS = ['24h', '7d', '30d', '90d'];
export const lengthOfPaths = ({ last }) => (PATH_LENGTHS.includes(last) ? last : '30d');

/** What is asked for the page of paths and its files alike. */
export const pathsAsked = (choice) => ({ report: choice.report, value: choice.among, last: lengthOfPaths(choice) });

/** So many values have a line in the trend. */
const TRENDS = 6;

const PATHS = {
  overview: ({ last }) => `api/overview?${query({ last: LENGTHS.includes(last) ? last : '30d' })}`,
  funnel: ofFunnel,
  unit: ({ unit, of }) => `api/units?${query({ funnel: of, unit })}`,
  experiments: () => 'api/experiments',
  alerts: ({ alert }) => `api/alerts?${query({ alert, limit: ALERTS })}`,
  paths: (choice) => `api/paths?${query(pathsAsked(choice))}`,
  reports: (choice) => (choice.report ? `${addressOfReport(choice.report)}?${query({ ...reportAsked(choice), limit: 0 })}` : 'api/reports'),
  health: () => 'api/health/details',
};

/** What stands beside the answer, and may be missing. */
export const ATTENTION = 'api/attention';

/** What is noted beside a funnel's trend. */
export const notesOf = (funnel) => `api/funnels/${encodeURIComponent(funnel)}/notes`;

/** What is asked for the page that is chosen. */
export const pathOf = (choice) => (PATHS[choice.page] ?? PATHS.overview)(choice);

function ofFunnel(choice) {
  const [step, measure] = (choice.times ?? 'last.entry').split('.');
  return `api/funnels/${encodeURIComponent(choice.funnel)}/steps?${query({ ...stepsAsked(choice), compare: choice.compare, histogram: step, measure, limit: 0, rows: 'totals', trends: choice.by ? TRENDS : null })}`;
}

/** What is asked for a report's page and its file alike. */
export const reportAsked = (choice) => ({ ...periodAsked(choice), closed: choice.closed, value: choice.value });

export const addressOfReport = (id) => `api/reports/${encodeURIComponent(id)}`;

/** What is asked for a funnel's page and its file alike. */
export function stepsAsked(choice) {
  return {
    ...periodAsked(choice),
    closed: choice.closed,
    breakdown: choice.by,
    without: choice.by ? choice.hide : [],
    top: choice.by ? choice.top : null,
  };
}

/** The chosen period as the server is asked for it. The last date is part of it. */
export function periodAsked({ last, from, to }) {
  if (last === 'all') return {};
  if (last !== 'dates') return { last };
  const isRange = !from || !to || from <= to;
  return { from, to: to && isRange ? dayAfter(to) : null };
}

const dayAfter = (date) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
