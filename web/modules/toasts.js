// Short words at the corner: toast("已发送"), or an htmx answer with HX-Trigger {"toast": {"text", "tone"}}.
export function toast(text, tone = "ok") {
  const place = document.querySelector("#toasts");
  if (!place) return;
  const box = document.createElement("div");
  box.className = `toast ${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "✕";
  close.setAttribute("aria-label", document.querySelector("[data-close]")?.getAttribute("aria-label") || "✕");
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  place.append(box);
  // What went wrong stays until it is closed.
  if (tone === "ok") setTimeout(() => box.remove(), 6000);
}

export function start() {
  document.addEventListener("toast", (event) => toast(event.detail.text || event.detail.value, event.detail.tone));
}
