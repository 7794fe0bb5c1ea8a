import type { Comparisons } from './comparisons.ts';
import { missesAt } from './error-rates.ts';

const width = 720;
const height = 520;
const margin = 64;
/** Both axes reach from 1e-6 to 1, logarithmic. */
const decades = 6;
const curves = [
  { name: 'one probe', colour: '#b3261e' },
  { name: 'one try of three fused probes', colour: '#1f5fa8' },
  { name: 'visit of up to three tries', colour: '#1b7a4b' },
] as const;

/** A DET plot (FNMR balanced over people against FMR, both logarithmic) as SVG. */
export function detPlot(title: string, ...measured: readonly [Comparisons, Comparisons, Comparisons]): string {
  const x = (fmr: number) => margin + ((Math.log10(fmr) + decades) / decades) * (width - 2 * margin);
  const y = (fnmr: number) =>
    height - margin - ((Math.log10(fnmr) + decades / 2) / (decades / 2)) * (height - 2 * margin);
  const lines = measured.map((comparisons, i) => {
    const points: string[] = [];
    for (let exponent = -decades; exponent <= 0; exponent += 0.1) {
      const fmr = 10 ** exponent;
      if (fmr * comparisons.impostor.total < 3) continue;
      const { fnmrBalanced } = missesAt(comparisons.impostor.thresholdFor(fmr), comparisons, () => 0);
      if (fnmrBalanced >= 10 ** (-decades / 2)) points.push(`${x(fmr).toFixed(1)},${y(fnmrBalanced).toFixed(1)}`);
    }
    const { name, colour } = curves[i] ?? curves[0];
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>
<text x="${width - margin - 220}" y="${margin + 24 + 22 * i}" fill="${colour}">${name}</text>`;
  });
  const grid: string[] = [];
  for (let d = -decades; d <= 0; d++) {
    grid.push(`<line x1="${x(10 ** d)}" x2="${x(10 ** d)}" y1="${margin}" y2="${height - margin}" stroke="#ddd"/>
<text x="${x(10 ** d)}" y="${height - margin + 20}" text-anchor="middle">1e${d}</text>`);
  }
  for (let d = -decades / 2; d <= 0; d++) {
    grid.push(`<line x1="${margin}" x2="${width - margin}" y1="${y(10 ** d)}" y2="${y(10 ** d)}" stroke="#ddd"/>
<text x="${margin - 8}" y="${y(10 ** d) + 5}" text-anchor="end">${100 * 10 ** d} %</text>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14">
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${margin}" y="34" font-size="16">${escaped(title)}</text>
${grid.join('\n')}
${lines.join('\n')}
<text x="${width / 2}" y="${height - 14}" text-anchor="middle">false match rate</text>
<text transform="translate(16 ${height / 2}) rotate(-90)" text-anchor="middle">false non-match rate, balanced over people</text>
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
