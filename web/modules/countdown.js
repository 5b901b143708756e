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

export function start() {
  whenShown((root) => {
    for (const clock of all(root, "[data-countdown]")) {
      if (!clock.dataset.countdown) continue;
      const skew = clock.dataset.now ? Date.parse(clock.dataset.now) - Date.now() : 0;
      if (!tick(clock, skew)) continue;
      const timer = setInterval(() => {
        if (!clock.isConnected || !tick(clock, skew)) clearInterval(timer);
      }, 1000);
    }
  });
}
