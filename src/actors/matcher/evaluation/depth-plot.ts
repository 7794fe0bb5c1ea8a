import { species } from '../../camera/practice/attacks/species.ts';
import type { Liveness } from '../../models/liveness-schema.ts';
import type { Judged } from './spoof-tally.ts';

const width = 840;
const rowHeight = 30;
const margin = { left: 140, right: 30, top: 64, bottom: 56 };
/** Eye distances at the right end; what shows more is drawn there. */
const furthest = 0.3;
const colours = { matched: '#1f5fa8', refused: '#8a8f98', accepted: '#b3261e' };

/** How much depth each clip has shown (`Depth.shift`), a row of dots for every kind, and the limits, as SVG. */
export function depthPlot(judged: readonly Judged[], { parallax }: Pick<Liveness, 'parallax'>): string {
  const kinds = (['genuine', ...species] as const).filter((kind) => judged.some((one) => one.kind === kind));
  const bottom = margin.top + rowHeight * kinds.length;
  const x = (shift: number) =>
    margin.left + (Math.min(furthest, Math.max(0, shift)) / furthest) * (width - margin.left - margin.right);
  const rows = kinds.flatMap((kind, row) => {
    const middle = margin.top + rowHeight * (row + 0.5);
    const clips = judged.filter((one) => one.kind === kind);
    const dots = clips.map(({ verdict, cues }, i) => {
      const passed = kind === 'genuine' ? colours.matched : colours.accepted;
      // Spread over the row, so that equal ones can be counted.
      const y = middle + ((i * 0.618) % 1) * 20 - 10;
      const colour = verdict === 'match' ? passed : colours.refused;
      return `<circle cx="${x(cues.shift).toFixed(1)}" cy="${y.toFixed(1)}" r="1.8" fill="${colour}" fill-opacity="0.7"/>`;
    });
    return [
      `<text x="${margin.left - 10}" y="${middle + 5}" text-anchor="end">${kind} ${clips.length}</text>`,
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${middle + 15}" y2="${middle + 15}" stroke="#ddd" stroke-width="0.5"/>`,
      ...dots,
    ];
  });
  const limits = (['shown', 'shownTied'] as const).map((name) => {
    const at = x(parallax[name]);
    return `<line x1="${at}" x2="${at}" y1="${margin.top}" y2="${bottom}" stroke="#333" stroke-dasharray="4 3"/>
<text x="${at}" y="${margin.top - 6}" text-anchor="middle" font-size="12">${name} ${parallax[name]}</text>`;
  });
  const ticks = [0, 0.05, 0.1, 0.15, 0.2, 0.25, furthest].map(
    (shift) => `<text x="${x(shift)}" y="${bottom + 18}" text-anchor="middle" font-size="12">${shift}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + margin.bottom}" viewBox="0 0 ${width} ${bottom + margin.bottom}" font-family="sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${margin.left}" y="28" font-size="16">Depth that each clip has shown</text>
${limits.join('\n')}
${rows.join('\n')}
${ticks.join('\n')}
<text x="${(margin.left + width) / 2}" y="${bottom + 42}" text-anchor="middle">shift of the nose, eye distances — blue: matched, grey: refused, red: an attack accepted</text>
</svg>
`;
}
