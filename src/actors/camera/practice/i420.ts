/**
 * RGB to I420 as webcams and Chromium deliver it: BT.601, studio range (Y 16 … 235, U and V 16 … 240), chroma averaged
 * over 2 × 2 pixels. Width and height are even.
 */
export function rgbToI420(rgb: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const planes = new Uint8Array(new ArrayBuffer((width * height * 3) / 2));
  const u = width * height;
  const v = u + u / 4;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = 0; k < 4; k++) {
        const at = (y + (k >> 1)) * width + x + (k & 1);
        const red = rgb[at * 3] ?? 0;
        const green = rgb[at * 3 + 1] ?? 0;
        const blue = rgb[at * 3 + 2] ?? 0;
        planes[at] = Math.round(16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255);
        r += red / 4;
        g += green / 4;
        b += blue / 4;
      }
      const at = (y / 2) * (width / 2) + x / 2;
      planes[u + at] = Math.round(128 + (-37.797 * r - 74.203 * g + 112 * b) / 255);
      planes[v + at] = Math.round(128 + (112 * r - 93.786 * g - 18.214 * b) / 255);
    }
  }
  return planes;
}
