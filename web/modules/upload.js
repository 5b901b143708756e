// [data-upload]: drop a file, see its name and size, be told at once if it is too big or of a wrong kind.
function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function check(box, input) {
  const chosen = box.querySelector("[data-chosen]");
  const file = input.files[0];
  if (!file) {
    chosen.textContent = "";
    return;
  }
  const kinds = input.accept.split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
  const wrong = kinds.length > 0 && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind));
  const tooBig = file.size > Number(box.dataset.maxMb) * 1048576;
  const problem = wrong ? box.dataset.wrongKind : tooBig ? box.dataset.tooBig : "";
  input.setCustomValidity(problem);
  chosen.textContent = problem ? `✕ ${file.name} · ${problem}` : `✓ ${file.name} · ${size(file.size)}`;
}

export function start() {
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-upload]");
    if (box && event.target.type === "file") check(box, event.target);
  });
  for (const name of ["dragover", "dragleave", "drop"])
    document.addEventListener(name, (event) => {
      const box = event.target.closest?.("[data-upload]");
      if (!box) return;
      event.preventDefault();
      box.classList.toggle("is-over", name === "dragover");
      if (name !== "drop" || event.dataTransfer.files.length === 0) return;
      const input = box.querySelector('input[type="file"]');
      input.files = event.dataTransfer.files;
      check(box, input);
    });
}
