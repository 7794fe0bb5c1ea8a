import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ClipStage } from '../../../src/actors/camera/practice/attacks/clip-stage.ts';
import type { Frame } from '../../../src/actors/camera/frames.ts';
import { pictureOf } from '../../../src/actors/matcher/child/frame-picture.ts';
import { Observer } from '../../../src/actors/matcher/child/observer.ts';
import { Engine } from '../../../src/actors/matcher/engine/engine.ts';
import { poseOf } from '../../../src/actors/matcher/engine/landmarks.ts';
import { JudgedFile } from '../../../src/actors/matcher/evaluation/judged-file.ts';
import { measureContinuity } from '../../../src/actors/matcher/evaluation/continuity-error.ts';
import { choosePeople } from '../../../src/actors/matcher/evaluation/face-folders.ts';
import { depthPlot } from '../../../src/actors/matcher/evaluation/depth-plot.ts';
import type { WatchSettings } from '../../../src/actors/matcher/decision/watch.ts';
import { tally, tallyTable, type Judged } from '../../../src/actors/matcher/evaluation/spoof-tally.ts';
import { readY4m } from '../../../src/actors/matcher/evaluation/y4m.ts';
import { loadManifest, repositoryRoot } from '../../../src/actors/models/manifest.ts';
import { visitThreshold } from '../../../src/actors/models/manifest-schema.ts';
import { evaluateSequences } from '../../../src/cli/evaluate-sequences.ts';
import { evaluateSpoofCommand } from '../../../src/cli/evaluate-spoof.ts';
import { engineForTests } from './networks.ts';
import { writePracticePicture } from './practice-picture.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'honnin-spoof-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function y4m(frames: readonly Frame[], rate = 10): Uint8Array {
  const [first] = frames;
  if (first === undefined) throw new Error('no frames');
  const colour = first.format === 'grey' ? 'mono' : '420jpeg';
  const header = Buffer.from(`YUV4MPEG2 W${first.width} H${first.height} F${rate}:1 Ip C${colour}\n`);
  return Buffer.concat([header, ...frames.flatMap(({ planes }) => [Buffer.from('FRAME\n'), planes])]);
}

describe('clips before the matcher', () => {
  let engine: Engine;
  let fixed: Pick<WatchSettings, 'threshold' | 'liveness'>;
  const stage = new ClipStage();
  beforeAll(async () => {
    const { spec, paths, fmr, liveness } = await engineForTests();
    engine = await Engine.load(paths, spec);
    fixed = { threshold: visitThreshold(spec, fmr), liveness };
  }, 60_000);
  afterAll(() => engine.release());

  test('a sheet that is pulled away uncovers one that looks to the other side', async () => {
    const observer = new Observer(engine);
    const playing = stage.play({ kind: 'printsPulled', number: 3 });
    const turnAt = async (time: number) => {
      const { face } = await observer.observe(pictureOf(playing.frame(time, [])), time);
      if (face === undefined) throw new Error(`no face at ${time}`);
      return poseOf(face.landmarks).turn;
    };
    const before = await turnAt(1_400);
    const after = await turnAt(1_750);
    expect(Math.abs(before - after)).toBeGreaterThan(0.1);
    expect(await turnAt(3_100)).toBeCloseTo(after, 1);
  });

  test('the command plays clips, and its last line says who got through', async () => {
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
    const played = await evaluateSpoofCommand(['--clips', '1', '--kinds', 'genuine,cardPhoto', '--fresh', '--json']);
    log.mockRestore();
    rmSync(join(repositoryRoot, 'out', 'spoof', `whenInDoubt-fresh-${process.pid}.jsonl`));
    expect(played).toBe(0);
    expect(lines[0]).toContain('by chance: 8.3 % per try, 12.3 % per visit');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      // Who looks about is not asked to turn.
      genuine: { clips: 1, rejected: 0, asked: 0 },
      species: { cardPhoto: { clips: 1, accepted: 0 } },
    });
  }, 60_000);

  test('a face that is followed stays the same one, and nobody else takes its place', async () => {
    const { signal } = new AbortController();
    const { kept, conditions, swapped } = await measureContinuity(new Observer(engine), 2, signal, () => {});
    expect(kept.pairs).toBeGreaterThan(40);
    expect(kept.broken).toBeLessThanOrEqual(1);
    expect(conditions).toEqual({ looks: kept });
    expect(swapped.pairs).toBeGreaterThan(50);
    expect(swapped.joined).toBe(0);
  }, 60_000);

  test('recordings in folders are judged with the picture beside them', async () => {
    for (const kind of ['genuine', 'printFilling'] as const) {
      const group = join(folder, kind === 'genuine' ? kind : 'attack-sheet');
      mkdirSync(group);
      const playing = stage.play({ kind, number: 5 });
      const frames = Array.from({ length: 20 }, (_, i) => playing.frame(i * 100, []));
      // As from a camera twice as quick as the matcher wants one.
      const quick = frames.flatMap((frame) => [frame, frame]);
      writeFileSync(join(group, 'one.y4m'), y4m(quick, 20));
      const { grey, width, height } = playing.chipPhoto;
      const canvas = createCanvas(width, height);
      const image = canvas.getContext('2d').createImageData(width, height);
      grey.forEach((value, at) => image.data.set([value, value, value, 255], 4 * at));
      canvas.getContext('2d').putImageData(image, 0, 0);
      writeFileSync(join(group, 'one.png'), canvas.toBuffer('image/png'));
      // One that lasts 20 s: whatever it shows once a try is over counts no more.
      if (kind === 'genuine') continue;
      writeFileSync(join(group, 'two.y4m'), y4m(frames, 1));
      writeFileSync(join(group, 'two.png'), canvas.toBuffer('image/png'));
    }
    const observer = new Observer(engine);
    const observe = vi.spyOn(observer, 'observe');
    const printed: string[] = [];
    const log = console.log;
    console.log = (words: string) => printed.push(words);
    try {
      const signal = new AbortController().signal;
      expect(await evaluateSequences(folder, engine, fixed, signal, true, observer)).toBe(0);
      expect(new Set(observe.mock.calls.map(([, time]) => time % 100))).toEqual(new Set([0]));
      expect(Math.max(...observe.mock.calls.map(([, time]) => time))).toBe(9_000);
      expect(await evaluateSequences(join(folder, 'nowhere'), engine, fixed, signal, true)).toBe(66);
    } finally {
      console.log = log;
    }
    expect(JSON.parse(printed.at(-1) ?? '')).toEqual({
      genuine: { clips: 1, rejected: 0 },
      species: { sheet: { clips: 2, accepted: 0 } },
    });
  }, 60_000);
});

describe('pictures of real people', () => {
  /** A folder per person, as for the comparison; drawn faces stand for real ones. */
  const faces = () => join(folder, 'faces');

  test('are held before the camera and refused', async () => {
    writePracticePicture(faces(), 3);
    mkdirSync(join(faces(), 'broken'));
    writeFileSync(join(faces(), 'broken', '1.png'), 'no picture');
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
    expect(await evaluateSpoofCommand(['--faces', faces(), '--kinds', 'printLarge', '--json'])).toBe(0);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      genuine: { clips: 0 },
      species: { printLarge: { clips: 1, accepted: 0 } },
    });
    // The other one is none; whoever comes second is left.
    const isSecond = choosePeople(faces(), 'all', undefined)[1]?.name === 'practice-3';
    expect(await evaluateSpoofCommand(['--faces', faces(), '--skip', '1', '--kinds', 'printLarge', '--json'])).toBe(0);
    log.mockRestore();
    expect(lines.at(-1)?.includes('"printLarge"')).toBe(isSecond);
    await expect(evaluateSpoofCommand(['--faces', faces(), '--skip', '2'])).rejects.toThrow('2 人だけです');
  }, 60_000);

  test('a folder without people is refused', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await evaluateSpoofCommand(['--faces', join(folder, 'nowhere')])).toBe(1);
    expect(error.mock.calls.flat().join('\n')).toContain('one folder per person');
    error.mockRestore();
  }, 60_000);
});

describe('counting spoofs', () => {
  const one = (
    kind: Judged['kind'],
    number: number,
    verdict: Judged['verdict'],
    asked = false,
    passive: Judged['cues']['passive'] = 'none',
  ): Judged => ({
    kind,
    number,
    verdict,
    asked,
    time: 1_500,
    seen: 200,
    cues: { light: 'answered', shift: 0.2, drawn: false, made: 0, surroundings: 'free', passive },
  });

  test('who gets through, who is turned away, with bounds', () => {
    const result = tally(
      [
        one('genuine', 0, 'match'),
        one('genuine', 1, 'timeout', true),
        one('mask', 0, 'spoof', true),
        one('mask', 1, 'match', true),
        one('phone', 0, 'noMatch'),
      ],
      loadManifest().liveness,
    );
    expect(result.genuine).toMatchObject({ clips: 2, rejected: 1, asked: 1 });
    expect(result.genuine.times.unasked).toEqual({ matched: 1, median: 1_300, nineOfTen: 1_300 });
    expect(result.genuine.times.anyTurn.matched).toBe(0);
    const looks = { clips: 2, rejected: 1, asked: 1, drawn: 0, within1500: 1, within2000: 1 };
    expect(result.genuine.conditions).toEqual({ looks });
    expect(result.species['mask']).toMatchObject({ clips: 2, accepted: 1, verdicts: { spoof: 1, match: 1 } });
    expect(result.species['phone']?.apcer.share).toBe(0);
    expect(result.species['phone']?.apcer.high).toBeCloseTo(0.975);
    expect(Object.keys(result.species)).toEqual(['mask', 'phone']);
    expect(tallyTable(result)).toContain('1 of 2 accepted');
    expect(tallyTable(result)).not.toContain('passive');
  });

  test('turns count as made when they are the most that a doubt can ask for', () => {
    const { liveness } = loadManifest();
    const doubts = { parallaxMissing: 0, lightSilent: 1, surroundingsTied: 3, passiveFake: 4 };
    const turned = (number: number, made: number): Judged => {
      const clip = one('phone', number, 'spoof', true);
      return { ...clip, cues: { ...clip.cues, drawn: true, made } };
    };
    const result = tally([turned(0, 1), turned(1, 3), one('phone', 2, 'timeout')], { ...liveness, doubts });
    expect(result.species['phone']?.alone).toMatchObject({ turnsMade: 1, turnsAsked: 2 });
  });

  test('the plot has a dot for each clip, red for an attack that was accepted', () => {
    const svg = depthPlot(
      [one('genuine', 0, 'match'), one('mask', 0, 'spoof'), one('mask', 1, 'match')],
      loadManifest().liveness,
    );
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg.match(/fill="#b3261e"/g)).toHaveLength(1);
    expect(svg).toContain('mask 2');
  });

  test('what a passive network says is counted where there is one', () => {
    const result = tally(
      [
        one('genuine', 0, 'match', false, 'real'),
        one('phone', 0, 'spoof', true, 'fake'),
        one('phone', 1, 'match', true, 'real'),
        one('phone', 2, 'timeout', false, 'asking'),
        one('mask', 0, 'timeout', false, 'asking'),
      ],
      loadManifest().liveness,
    );
    expect(result.genuine.alone.passive).toEqual({ real: 1, judged: 1 });
    expect(result.species['phone']?.alone.passive).toEqual({ real: 1, judged: 2 });
    expect(result.species['mask']?.alone).not.toHaveProperty('passive');
    expect(tallyTable(result)).toContain('passive 1/2');
  });

  test('judged clips outlive the run, a torn line does not', () => {
    const path = join(folder, 'judged.jsonl');
    new JudgedFile(path).add(one('replay', 3, 'spoof'));
    writeFileSync(path, '{"kind":"replay","num', { flag: 'a' });
    const again = new JudgedFile(path);
    expect(again.has('replay', 3)).toBe(true);
    expect(again.judged).toHaveLength(1);
    again.add(one('replay', 4, 'match'));
    expect(new JudgedFile(path).judged).toEqual([one('replay', 3, 'spoof'), one('replay', 4, 'match')]);
  });

  test('judged clips from before there was a passive network can be read', () => {
    const path = join(folder, 'older.jsonl');
    const { cues, ...rest } = one('mask', 2, 'spoof');
    const { passive, ...older } = cues;
    writeFileSync(path, `${JSON.stringify({ ...rest, cues: older })}\n`);
    expect(new JudgedFile(path).judged[0]?.cues.passive).toBe(passive);
  });

  test('wrong words are refused', async () => {
    await expect(evaluateSpoofCommand(['--clips', 'many'])).rejects.toThrow(/--clips many.*\nusage: evaluate spoof/);
    await expect(evaluateSpoofCommand(['--kinds', 'genuine,ghost'])).rejects.toThrow('--kinds ghost');
    await expect(evaluateSpoofCommand(['--challenge', 'never'])).rejects.toThrow('--challenge never');
    await expect(evaluateSpoofCommand(['--faces', folder, '--kinds', 'mask'])).rejects.toThrow('--kinds mask');
    await expect(evaluateSpoofCommand(['--sequences', folder, '--plot', 'depth.svg'])).rejects.toThrow('--plot');
  });
});

describe('y4m', () => {
  const planes = new Uint8Array(new ArrayBuffer(24)).fill(7);
  const frame: Frame = { width: 4, height: 4, format: 'i420', time: 0, planes };

  test('frames with their times', () => {
    const read = readY4m(y4m([frame, frame, frame], 5));
    if (read === 'broken') throw new Error('broken');
    expect(read.map(({ time }) => time)).toEqual([0, 200, 400]);
    expect(read[2]?.planes).toEqual(planes);
  });

  test('a mono recording is that of a grey camera', () => {
    const grey: Frame = { ...frame, format: 'grey', planes: planes.subarray(0, 16) };
    expect(readY4m(y4m([grey, grey]))).toEqual([grey, { ...grey, time: 100 }]);
  });

  test('a torn last frame is left out; what is no video is refused', () => {
    const whole = y4m([frame, frame]);
    expect(readY4m(whole.subarray(0, whole.length - 3))).toHaveLength(1);
    expect(readY4m(whole.subarray(0, 30))).toBe('broken');
    expect(readY4m(Uint8Array.of())).toBe('broken');
    expect(readY4m(Buffer.from('YUV4MPEG2 W4 H4 F5:1 C444\nFRAME\n'))).toBe('broken');
    expect(readY4m(Buffer.from('YUV4MPEG2 W3 H4 F5:1\nFRAME\n'))).toBe('broken');
  });
});
