// Photos are kept as bytes, not as Blobs (iOS loses those), and no larger than they need be.
const LONGEST = 1600;
const QUALITY = 0.82;
export const LARGEST = 5_000_000;

/** A file as `{type, bytes}`: a picture at most 1600 px long, anything else as it is. */
export async function bytesOf(file) {
  const small = await shrunk(file).catch(() => null);
  const kept = small && small.size < file.size ? small : file;
  if (kept.size > LARGEST) throw new RangeError("too-large");
  return { type: kept.type, bytes: await kept.arrayBuffer() };
}

async function shrunk(file) {
  if (!/^image\//.test(file.type) || !globalThis.createImageBitmap) return null;
  const picture = await createImageBitmap(file);
  const by = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * by);
  canvas.height = Math.round(picture.height * by);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
