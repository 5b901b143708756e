/** Hand a file to the browser to be saved under a name with the moment in it. */
export function save(blob, name) {
  const link = document.createElement("a");
  const stamp = new Date().toISOString().slice(0, 16).replace(/\D/g, "");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}-${stamp}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
