import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ClipStage } from '../../../src/actors/camera/practice/attacks/clip-stage.ts';
import { pictureOf } from '../../../src/actors/matcher/child/frame-picture.ts';
import { Observer } from '../../../src/actors/matcher/child/observer.ts';
import { judgeBadInput, type BadInputTally } from '../../../src/actors/matcher/evaluation/bad-input.ts';
import { Engine } from '../../../src/actors/matcher/engine/engine.ts';
import { landmarkCount } from '../../../src/actors/matcher/engine/landmarks.ts';
import { Network } from '../../../src/actors/matcher/engine/session.ts';
import { visitThreshold } from '../../../src/actors/models/manifest-schema.ts';
import { engineForTests } from './networks.ts';

let engine: Engine;
let subject: Parameters<typeof judgeBadInput>[0];
beforeAll(async () => {
  const { spec, paths, fmr, liveness } = await engineForTests();
  engine = await Engine.load(paths, spec);
  subject = { engine, threshold: visitThreshold(spec, fmr), liveness };
});
afterAll(() => engine.release());
afterEach(() => {
  vi.restoreAllMocks();
});

describe('bad frames and photos', () => {
  let tallies: readonly BadInputTally[] = [];
  const ends = (kind: BadInputTally['kind']) =>
    Object.keys(tallies.find((tally) => tally.kind === kind)?.ends ?? {}).filter((end) => end !== 'none');
  beforeAll(async () => {
    tallies = await judgeBadInput(subject, { frames: 480, photos: 60 }, () => {});
  }, 120_000);

  test('none matches, none is thrown', () => {
    expect(tallies.reduce((sum, { inputs }) => sum + inputs, 0)).toBe(540);
    for (const { kind, matches, crashes } of tallies)
      expect({ kind, matches, crashes }).toEqual({ kind, matches: 0, crashes: 0 });
  });

  test('one picture again and again is asked to turn, and would match if no depth were wanted', async () => {
    expect(ends('frozen')).toEqual(['turnLeft']);
    const { liveness } = subject;
    const flat = { ...liveness, parallax: { ...liveness.parallax, shown: 0 } };
    const without = await judgeBadInput({ ...subject, liveness: flat }, { frames: 60, photos: 0 }, () => {});
    // Once in grey, once in colour.
    expect(without.filter(({ matches }) => matches > 0)).toMatchObject([{ kind: 'frozen', matches: 2 }]);
  }, 60_000);

  test('nobody is left without a word', () => {
    for (const { kind, silent } of tallies) expect({ kind, silent }).toEqual({ kind, silent: 0 });
    expect(ends('black')).toEqual(['dark']);
    expect(ends('noise')).toEqual(['noFace']);
    expect(ends('twoFaces')).toContain('several');
    expect(ends('cutOff')).toEqual(['damaged']);
    expect(ends('noFace')).toEqual(['noFace']);
    expect(ends('slow')).toEqual(['tooSlow']);
    expect(ends('otherSize')).toContain('a face');
  });
});

describe('a network that answers with something that is no number', () => {
  const playing = new ClipStage().play({ kind: 'genuine', number: 0 });
  const observed = async () => {
    const frame = playing.frame(2_600, []);
    return new Observer(engine).observe(pictureOf(frame), 0);
  };

  /** Lets every network run, and spoils what it says to inputs of a shape that is `meant`. */
  const spoil = (value: number, meant: (shape: string) => boolean) => {
    const run: unknown = Object.getOwnPropertyDescriptor(Network.prototype, 'run')?.value;
    if (!isRun(run)) throw new Error('networks run otherwise');
    vi.spyOn(Network.prototype, 'run').mockImplementation(async function (this: Network, ...given) {
      const outputs = await run.apply(this, given);
      if (meant(given[1].join('×'))) for (const output of outputs) output.fill(value);
      return outputs;
    });
  };
  const isRun = (
    method: unknown,
  ): method is (this: Network, ...given: Parameters<Network['run']>) => ReturnType<Network['run']> =>
    typeof method === 'function';

  test.each([
    ['NaN', NaN],
    ['infinity', Infinity],
    ['zero', 0],
  ])('%s from every network: no face, nothing thrown', async (_title, value) => {
    expect((await observed()).face).toBeDefined();
    spoil(value, () => true);
    const { face, judgement } = await observed();
    expect(face).toBeUndefined();
    expect(judgement.comparable).toBe(false);
  });

  test('NaN from the embedder alone: the frame shows nobody, and its landmarks are overwritten', async () => {
    spoil(NaN, (shape) => shape === '1×3×112×112');
    const looks = [vi.spyOn(engine, 'place'), vi.spyOn(engine, 'steady')];
    expect((await observed()).face).toBeUndefined();
    for (const { mock } of looks) {
      const [landmarks] = await Promise.all(mock.results.map(({ value }) => value));
      expect(landmarks).toEqual(new Float64Array(2 * landmarkCount));
    }
  });
});
