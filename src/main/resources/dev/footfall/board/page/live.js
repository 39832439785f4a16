// Listens for news: the server says which funnels changed, and how old the numbers are. Where no stream gets
// through, the page asks from time to time.
import { ask } from './api.js';

const ASK_EVERY = 10_000;

/** @param heard takes { health, changed }, changed null where nobody can tell */
export function listen(heard) {
  let stream = null;
  let asking = null;

  const connect = () => {
    stream = new EventSource('api/live');
    stream.addEventListener('pulse', (event) => {
      stopAsking();
      heard(JSON.parse(event.data));
    });
    stream.addEventListener('error', () => {
      startAsking();
      // A stream that was refused does not come back by itself.
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, ASK_EVERY);
    });
  };
  const once = async () => {
    try {
      heard({ health: await ask('api/health'), changed: null });
    } catch (failure) {
      if (failure.status !== 401) heard({ health: { status: 'offline', cause: failure.cause ?? 'away' }, changed: [] });
    }
  };
  const startAsking = () => {
    if (asking) return;
    asking = setInterval(once, ASK_EVERY);
    once();
  };
  const stopAsking = () => {
    clearInterval(asking);
    asking = null;
  };
  connect();
}
