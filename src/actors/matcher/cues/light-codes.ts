import type { LightLevel } from '../../../vocabulary/bridge.ts';

/** One level of the panel's light for each slot: 0 dim, 1 bright. */
export type LightCode = readonly (0 | 1)[];

/**
 * Around codes the panel stands half-way: a code that begins or ends like its surroundings would look like another one
 * that comes a slot sooner or later.
 */
export const restLevel: LightLevel = 0.5;
/**
 * No more changes than this within any second that passes by the slots: two flashes and a half, where WCAG 2.3.1 allows
 * three. A machine that trembles makes it 0.96 s (border-light.ts).
 */
const mostChanges = 5;

/**
 * All codes of so many slots that are bright for half of them and never change too often. One is drawn for each patient;
 * how many there are decides how well a recording can do by chance.
 */
export function lightCodes(slots: number, slotMs: number): readonly LightCode[] {
  const codes: LightCode[] = [];
  for (let bits = 0; bits < 2 ** slots; bits++) {
    const code = Array.from({ length: slots }, (_, i): 0 | 1 => ((bits >> i) % 2 === 0 ? 0 : 1));
    const bright = code.filter((level) => level === 1).length;
    if (bright * 2 === slots && isCalm(code, slotMs)) codes.push(code);
  }
  return codes;
}

function isCalm(code: LightCode, slotMs: number): boolean {
  const levels = [restLevel, ...code, restLevel];
  const changes = levels.slice(1).map((level, i): number => (level === levels[i] ? 0 : 1));
  const inSecond = Math.ceil(1_000 / slotMs);
  return changes.every((_, from) => changes.slice(from, from + inSecond).reduce((a, b) => a + b, 0) <= mostChanges);
}
