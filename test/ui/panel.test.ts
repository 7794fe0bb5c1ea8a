import { describe, expect, it } from 'vitest';
import { attempts } from '../../src/ui/panel/fit.ts';
import {
  guessPanel,
  isNarrow,
  panelClass,
  panelName,
  panels,
  parsePanel,
  pixelsPerMm,
} from '../../src/ui/panel/panel.ts';

describe('a panel', () => {
  it('has the densities that were measured for the supported panels', () => {
    expect(panels.map((panel) => Number(pixelsPerMm(panel).toFixed(2)))).toEqual([6.3, 5.25, 6.68, 5.88, 5.88]);
  });

  it('is read from its name and named again', () => {
    for (const panel of panels) expect(parsePanel(panelName(panel))).toEqual(panel);
    for (const wrong of ['', '640x480', '640x480@0', 'x480@5', '640×480@5']) expect(parsePanel(wrong)).toBeNull();
    expect(parsePanel(null)).toBeNull();
  });

  it('is guessed from a window: a supported one of that size, otherwise one of usual density', () => {
    expect(guessPanel(1280, 800)).toEqual(panels[3]);
    expect(pixelsPerMm(guessPanel(1500, 900))).toBeCloseTo(6, 1);
  });

  it('is small, medium or large by its short side', () => {
    expect(panels.map(panelClass)).toEqual(['small', 'medium', 'medium', 'large', 'large']);
    expect(panels.map(isNarrow)).toEqual([true, false, false, false, true]);
  });

  it('takes the keypad with keys of 12.7 mm even when it is the smallest', () => {
    const smallest = panels[0];
    const height = smallest.height / pixelsPerMm(smallest);
    const header = 12.7 + 2 * 1.2;
    expect(4 * 12.7 + 3 * 2.54 + 2 * 1.2 + header).toBeLessThanOrEqual(height);
  });
});

describe('the fitting of texts', () => {
  it('begins with the wanted size and the picture and only goes down', () => {
    const tried = attempts(1.45);
    expect(tried[0]).toEqual({ scale: 1.45, picture: true });
    expect(tried[1]).toEqual({ scale: 1.45, picture: false });
    tried.slice(1).forEach((one, index) => expect(one.scale).toBeLessThanOrEqual(tried[index]?.scale ?? 0));
    expect(tried.at(-1)?.scale).toBeCloseTo(0.7);
  });
});
