// [data-countdown="ISO moment"]: time left by the server's clock, not by the computer's.
import { all, whenShown } from "./enhance.js";

function two(n) {
  return String(n).padStart(2, "0");
}

function tick(clock, skew) {
  const left = Math.round((Date.parse(clock.dataset.countdown) - (Date.now() + skew)) / 1000);
  const time = clock.querySelector(".clock-time");
  if (left <= 0) {
    time.textContent = clock.dataset.over;
    clock.classList.remove("soon");
    clock.classList.add("late");
    return false;
  }
  const hours = Math.floor(left / 3600);
  time.textContent = `${two(hours)}:${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
  clock.classList.toggle("soon", left <= Number(clock.dataset.soon) * 60);
  return true;
}

// A page kept on the phone does not know what time it is: how far the phone is off was learnt
// from the last page that came from the server.
const SKEW = "clock-skew";

export function skewOf(clock) {
  if (clock.dataset.now) {
    const skew = Date.parse(clock.dataset.now) - Date.now();
    try {
      localStorage.setItem(SKEW, String(skew));
    } catch {
      /* storage is off */
    }
    return skew;
  }
  try {
    return Number(localStorage.getItem(SKEW)) || 0;
  } catch {
    return 0;
  }
}

export function start() {
  whenShown((root) => {
    for (const clock of all(root, "[data-countdown]")) {
      if (!clock.dataset.countdown) continue;
      const skew = skewOf(clock);
      if (!tick(clock, skew)) continue;
      const timer = setInterval(() => {
        if (!clock.isConnected || !tick(clock, skew)) clearInterval(timer);
      }, 1000);
    }
  });
}
