// Before the first paint: text size, colours and how much room the rail may take.
const root = document.documentElement;
const DESK_PX = 14;

function stored(key) {
  try {
    return localStorage.getItem(key) || "";
  } catch {
    return "";
  }
}

function applyTheme() {
  const wish = stored("theme") || "light";
  const dark = wish === "dark" || (wish === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-theme", dark ? "dark" : "light");
}

function applySize() {
  const size = stored("size");
  if (["large", "larger", "largest"].includes(size)) root.setAttribute("data-size", size);
  else root.removeAttribute("data-size");
}

// The rail narrows with the screen and with the text: at 30 px a desk screen is a small one.
function applyRail() {
  const room = innerWidth * (DESK_PX / Math.max(DESK_PX, parseFloat(getComputedStyle(root).fontSize)));
  const rail = innerWidth < 768 || room < 640 ? "sheet" : room < 1150 ? "narrow" : "full";
  root.setAttribute("data-rail", rail);
}

function apply() {
  applyTheme();
  applySize();
  applyRail();
}

apply();
// The style sheet is not there yet at the first call; the text size is known after it.
document.addEventListener("DOMContentLoaded", applyRail);
addEventListener("resize", applyRail);
addEventListener("storage", apply);
addEventListener("shouwang:display", apply);
