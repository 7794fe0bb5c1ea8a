import { beforeAll, describe, expect, it } from 'vitest';
import { exposureOf, exposureSteps, pullAt, type ExposureStep } from '../../../src/actors/camera/frames.ts';
import { scoreCase } from '../../../src/actors/scanner/evaluation/score.ts';
import { ExposureChooser } from '../../../src/actors/scanner/exposure.ts';
import { layInTray } from '../../../src/actors/scanner/practice/front.ts';
import { randomCard, sceneAt } from '../../../src/actors/scanner/practice/levels.ts';
import { codeBOf } from '../../../src/actors/scanner/practice/printed-dates.ts';
import { Random } from '../../../src/actors/scanner/practice/random.ts';
import type { FrameReader } from '../../../src/actors/scanner/reader.ts';
import { FrameReading } from '../../../src/actors/scanner/reading.ts';
import { openReader, practiceCard, rules } from './harness.ts';

type Seen = Parameters<ExposureChooser['after']>[0];
const read: Seen = { unread: undefined, flaw: 'dirty' };

function stepsAfter(...seen: readonly Seen[]): readonly ExposureStep[] {
  const chooser = new ExposureChooser();
  return seen.map((each) => {
    chooser.after(each);
    return chooser.step;
  });
}

describe('the exposure asked for', () => {
  it('is shorter after glare, longer after darkness, and the same after anything else', () => {
    expect(stepsAfter({ unread: 'glare', flaw: 'dirty' })).toEqual([-1]);
    expect(stepsAfter({ unread: undefined, flaw: 'dark' })).toEqual([1]);
    expect(stepsAfter(read, { unread: 'noCard', flaw: 'dirty' }, { unread: 'moved', flaw: 'dirty' })).toEqual([
      0, 0, 0,
    ]);
  });

  it('changes twice at most, whatever is seen', () => {
    const [glare, dark] = [{ ...read, flaw: 'glare' } as const, { ...read, flaw: 'dark' } as const];
    expect(stepsAfter(glare, read, glare, glare, dark)).toEqual([-1, -1, -2, -2, -2]);
    expect(stepsAfter(glare, dark, glare)).toEqual([-1, 0, 0]);
  });

  it('travels as a word of its own, and other words are none', () => {
    expect(exposureSteps.map((step) => exposureOf(pullAt(step)))).toEqual(exposureSteps);
    for (const word of ['', 'next ', 'next 0', 'next 3', 'next -1 ', 'NEXT']) expect(exposureOf(word)).toBeUndefined();
  });
});

describe('cards under a lamp or far too much light', () => {
  let reader: FrameReader;
  beforeAll(async () => {
    reader = await openReader();
  });

  it('are not taken for an empty tray, and a white tray is not taken for glare', async () => {
    const unread = async (condition: 'clean' | 'empty', tray: number, exposure: number) => {
      const reading = new FrameReading();
      await reader.read(layInTray(practiceCard(), { seed: 3, condition, view: { tray, exposure } }).frame(0), reading);
      return reading.unread;
    };
    expect(await unread('clean', 60, 9)).toBe('glare');
    expect(await unread('empty', 245, 1)).toBe('noCard');
  });

  async function outcomes(obeys: boolean): Promise<readonly string[]> {
    const told: string[] = [];
    for (let seed = 0; seed < 4; seed++) {
      const random = new Random(7000 + seed);
      const card = randomCard(random, 2026);
      const scene = layInTray(card, sceneAt('lamp', random));
      let step: ExposureStep = 0;
      const frames = (function* () {
        for (let time = 0; time < 5; time++) yield scene.frame(time, obeys ? step : 0);
      })();
      const expose = (wished: ExposureStep) => (step = wished);
      const { score } = await scoreCase({ id: `${seed}`, codeB: codeBOf(card), frames, expose }, reader, rules);
      told.push(score.outcome);
    }
    return told;
  }

  it('are refused by a camera that cannot change its exposure, and mostly read by one that can', async () => {
    expect((await outcomes(false)).filter((outcome) => outcome === 'refused').length).toBeGreaterThanOrEqual(3);
    const obeyed = await outcomes(true);
    expect(obeyed.filter((outcome) => outcome === 'right').length).toBeGreaterThanOrEqual(3);
    expect(obeyed).not.toContain('wrong');
  });
});
