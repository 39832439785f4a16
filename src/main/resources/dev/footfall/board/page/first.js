// Asks for the numbers while the rest of the page is still on its way; a script of its own, and short.
import { choice, read } from './address.js';
import { askAhead } from './api.js';
import { ATTENTION, notesOf, pathOf } from './asked.js';

read();
askAhead('api/funnels');
askAhead(ATTENTION);
askAhead(pathOf(choice));
if (choice.page === 'funnel') askAhead(notesOf(choice.funnel));
