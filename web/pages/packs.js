// [data-boxed]: a number counted in boxes becomes one of the item's own measure, both shown.
//
// Type 3 and press 按盒填, or type 3盒: the field holds 150, beside it stands 3 盒 = 150 只 and the
// way back. What was counted in money may have to be rounded to the item's decimals: that is said.
import { isNumber, plain } from "../modules/numbers.js";

const spoken = (number) => number.toLocaleString("en-US", { maximumFractionDigits: 6 });
// 3.41862 × 10,000 is 34,186.200000000004 to a machine
const exact = (number) => Number(number.toFixed(6));
const typedPlain = new WeakMap();

function show(box, words, typed) {
  box.querySelector("[data-packed]").textContent = words;
  const isPacked = typed !== undefined;
  box.querySelector("[data-unpack]").hidden = !isPacked;
  for (const button of box.querySelectorAll("[data-word]")) button.hidden = isPacked;
  if (isPacked) typedPlain.set(box, typed);
}

function put(input, value) {
  input.value = value;
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
}

function pack(box, input, button, typed) {
  const { measure, decimals, rounded, first } = box.dataset;
  const { word, factor } = button.dataset;
  if (!isNumber(typed, "decimal") || typed === "") {
    show(box, first.replace("{word}", button.textContent.trim()));
    input.focus();
    return;
  }
  const whole = exact(Number(typed) * Number(factor));
  const kept = Number(whole.toFixed(Number(decimals)));
  put(input, String(kept));
  const told = `${spoken(Number(typed))} ${word} = ${spoken(whole)} ${measure}`;
  const after = kept === whole ? "" : rounded.replace("{n}", `${spoken(kept)} ${measure}`);
  show(box, told + after, typed);
}

// 3盒, 3.5 万元, 3.5万
function read(box, input) {
  const told = /^([\d.]+)(\D+)$/.exec(plain(input.value).replace(/\s/g, ""));
  if (!told) return;
  const words = [...box.querySelectorAll("[data-word]")];
  const found = words.find(({ dataset }) => dataset.word === told[2] || dataset.word === `${told[2]}元`);
  if (found) pack(box, input, found, told[1]);
}

for (const box of document.querySelectorAll("[data-boxed]")) {
  const input = document.getElementById(box.dataset.boxed);
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.hasAttribute("data-unpack")) {
      put(input, typedPlain.get(box));
      show(box, "");
      input.focus();
    } else if (button) pack(box, input, button, plain(input.value));
  });
  // before the sheet judges what stands in the field
  input.addEventListener("change", () => read(box, input));
  input.addEventListener("input", (event) => event.isTrusted && show(box, ""));
}
