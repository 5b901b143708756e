// One layer above the page at a time (drawer, rail sheet): focus stays inside, Esc closes,
// focus returns to where it came from.
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]):not([type="hidden"]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]';

let open = null;

function stops(element) {
  return [...element.querySelectorAll(FOCUSABLE)].filter((e) => e.getClientRects().length > 0);
}

function keepInside(event) {
  if (!open) return;
  if (event.key === "Escape") {
    event.preventDefault();
    closeLayer();
    return;
  }
  if (event.key !== "Tab") return;
  const list = stops(open.element);
  const first = list[0] || open.element;
  const last = list[list.length - 1] || open.element;
  const outside = !open.element.contains(document.activeElement);
  if (event.shiftKey && (outside || document.activeElement === first || document.activeElement === open.element)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (outside || document.activeElement === last)) {
    event.preventDefault();
    first.focus();
  }
}

export function openLayer(element, { onClose } = {}) {
  if (open && open.element !== element) closeLayer();
  if (open) return;
  const veil = document.createElement("div");
  veil.className = "veil";
  veil.addEventListener("click", closeLayer);
  document.body.append(veil);
  open = { element, veil, from: document.activeElement, onClose };
  element.classList.add("is-open");
  document.addEventListener("keydown", keepInside, true);
}

export function closeLayer() {
  if (!open) return;
  const { element, veil, from, onClose } = open;
  open = null;
  element.classList.remove("is-open");
  veil.remove();
  document.removeEventListener("keydown", keepInside, true);
  onClose?.();
  if (from && from.isConnected) from.focus();
}
