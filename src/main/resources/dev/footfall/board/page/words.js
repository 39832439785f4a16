// The languages, and which one the reader wants.
import { en } from './words/en.js';
import { zh } from './words/zh.js';

export const languages = { en, 'zh-CN': zh };

/** The language the browser prefers among ours. */
export function preferred(wanted) {
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}
