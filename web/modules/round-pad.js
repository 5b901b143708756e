// The numeric pad of a round: three digits are a temperature, 365 is 36.5 ℃.
const LOWEST = 340;
const HIGHEST = 425;
// 93.2–108.5 ℉ are the same span; only 93.2–99.9 can be typed with three digits
const LOWEST_F = 932;

/** What some digits are: `{state: "more" | "ok" | "fahrenheit" | "range", tenths}`. */
export function typed(digits) {
  if (digits.length < 3) return { state: "more", tenths: null };
  const tenths = Number(digits);
  if (tenths >= LOWEST && tenths <= HIGHEST) return { state: "ok", tenths };
  return { state: tenths >= LOWEST_F ? "fahrenheit" : "range", tenths };
}

/** Tenths as people write them: 365 is 36.5. */
export function shown(tenths) {
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** Digits on their way: 36 is 36.– */
export function halfway(digits) {
  const [tens = "–", ones = "–", tenth = "–"] = digits;
  return `${tens}${ones}.${tenth}`;
}
