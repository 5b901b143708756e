// An identity number looked at before it leaves the phone: the same rules as kit.id_numbers (GB 11643).
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

export function normal(text) {
  return text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
}

/** A passport or a pass of Hong Kong, Macao or Taiwan: letters first. */
export function isOther(text) {
  return /^[A-Z]{1,3}[A-Z0-9()]{4,18}$/.test(normal(text));
}

/** What is wrong with a number: length, signs, birthday, check; "" for a sound one. */
export function fault(text) {
  const number = normal(text);
  if (number.length !== 18) return "length";
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return "signs";
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  const born = new Date(Date.UTC(year, month - 1, day));
  const isDay = born.getUTCMonth() === month - 1 && born.getUTCDate() === day;
  if (!isDay || year < 1880 || born > Date.now()) return "birthday";
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return CHECKS[sum % 11] === number[17] ? "" : "check";
}

/** Sex (`m` or `f`) and year of birth, as they stand in a sound number. */
export function read(text) {
  const number = normal(text);
  return { sex: Number(number[16]) % 2 ? "m" : "f", year: Number(number.slice(6, 10)) };
}
