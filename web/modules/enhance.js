// What must be done again for every piece of page that arrives later (drawer, htmx, tree).
const parts = [];

/** Register `fn(root)`, called for the page and for every fragment put into it. */
export function whenShown(fn) {
  parts.push(fn);
}

export function enhance(root = document) {
  for (const part of parts) part(root);
  if (root !== document) globalThis.htmx?.process(root);
}

/** Every element of a kind in a piece of page, the piece itself included. */
export function all(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root !== document && root.matches?.(selector) ? [root, ...found] : found;
}
