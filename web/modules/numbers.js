// [data-number]: full-width digits and thousands separators become plain ones when the field is left.
const FULL = "０１２３４５６７８９．－，";
const PLAIN = "0123456789.-,";

/** Write a typed or pasted number plainly: １，２３４ → 1234. Anything else stays as it is. */
export function plain(text) {
  const narrow = [...text.trim()].map((c) => (FULL.includes(c) ? PLAIN[FULL.indexOf(c)] : c)).join("");
  return /^-?\d{1,3}([,，]\d{3})+(\.\d+)?$/.test(narrow) ? narrow.replace(/[,，]/g, "") : narrow;
}

/** Whether a field's text is empty or a number of the kind its keypad promises. */
export function isNumber(text, inputMode) {
  return text === "" || (inputMode === "decimal" ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(text);
}

export function start() {
  document.addEventListener("change", (event) => {
    const input = event.target.closest("input[data-number]");
    if (!input) return;
    const value = plain(input.value);
    if (value !== input.value) input.value = value;
  });
}
