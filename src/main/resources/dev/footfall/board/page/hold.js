// Nothing may move under somebody's hands: while a tooltip, a list or a menu is open, or text is selected, new
// numbers wait.

const reasons = new Set();
let release = () => {};

/** @param what is called when nothing holds any more */
export function onRelease(what) {
  release = what;
}

export function hold(reason, isHeld) {
  const was = held();
  if (isHeld) reasons.add(reason);
  else reasons.delete(reason);
  if (was && !held()) release();
}

export const held = () => reasons.size > 0;

document.addEventListener('selectionchange', () => {
  const selection = document.getSelection();
  const isText = selection !== null && !selection.isCollapsed && selection.toString().trim() !== '';
  hold('selection', isText);
});

for (const [event, isHeld] of [['focusin', true], ['focusout', false]]) {
  document.addEventListener(event, (moved) => {
    if (moved.target instanceof Element && moved.target.matches('select, input[type="date"]')) hold('control', isHeld);
  });
}
