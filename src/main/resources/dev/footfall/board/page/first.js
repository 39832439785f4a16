// Asks for the numbers while the rest of the page is still on its way; a script of its own, and short.
import { choice, read } from './address.js';
import { askAhead } from './api.js';
import { pathOf } from './asked.js';

read();
askAhead('api/funnels');
askAhead(pathOf(choice));
