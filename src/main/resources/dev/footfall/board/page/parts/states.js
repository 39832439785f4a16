// What is shown where there is nothing to show: not yet, nothing at all, or a failure; each says what to do.
import { html, nothing } from '../vendor/lit-html.js';

export const skeleton = (words) => html`
  <div class="skeleton card" aria-busy="true"><span class="sr" role="status">${words.loading}</span><i></i><i></i><i></i><i></i></div>`;

export const empty = (what, hint, command, action) => html`
  <div class="empty card">
    <p class="empty-what">${what}</p>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing}
    ${command ? html`<pre><code>${command}</code></pre>` : nothing}
    ${action ?? nothing}
  </div>`;

/** In the reader's words if the failure has a name, else in the server's. */
export function explain(failure, words) {
  const known = words.cause[failure.cause];
  return known ? known() : failure.message;
}

export const problem = (failure, isOldShown, { words, retry }) => html`
  <div class="notice bad" role="alert">
    <p><strong>${words.failed}</strong> ${explain(failure, words)} ${isOldShown ? words.showingOld : nothing}</p>
    <button type="button" @click=${retry}>${words.retry}</button>
  </div>`;
