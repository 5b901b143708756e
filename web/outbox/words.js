// The words of the outbox stand in the page (kit/phone_outbox.html), so that they are translated.
const place = () => document.getElementById("outbox-words");

/** The words of a code, with `{n}` and the like put in; empty where the page has none. */
export function words(code, told = {}) {
  const found = place()?.content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in told ? told[name] : whole));
}

/** The name of a kind of entry. */
export function kindName(kind) {
  return place()?.content.querySelector(`[data-kind="${kind}"]`)?.textContent || "";
}
