import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../src/actors/camera/practice/behaviour.ts';
import type { CueSpan } from '../../../../src/actors/camera/practice/cue.ts';
import { Studio, type Face } from '../../../../src/actors/camera/practice/studio.ts';
import { behaviours } from '../../../../src/actors/practice/patient.ts';

const width = 320;
const height = 240;
const studio = new Studio(width, height);
const seed = 7;

const see = (behaviour: Face['behaviour'], time: number, cues: readonly CueSpan[] = [], persona = 0) =>
  studio.picture({ persona, behaviour }, time, cues);

function luma(rgb: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    sum += 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
  }
  return sum / (width * height);
}

/** Share of pixels that are clearly redder than blue, as skin is and this room is not. */
function skin(rgb: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at] ?? 0;
    const green = rgb[at + 1] ?? 0;
    const blue = rgb[at + 2] ?? 0;
    if (red > 70 && red > green * 1.12 && green > blue * 1.03) count++;
  }
  return count / (width * height);
}

/** Mean difference of two pictures, in grey levels. */
function change(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

const degrees = (radians: number) => (radians * 180) / Math.PI;

/** Byte by byte; much faster than the test runner's own comparison of large arrays. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** Noise alone between two pictures of the same thing, in grey levels. */
const noiseOnly = 3;

describe('behaviours', () => {
  it.each(behaviours)('%s: the same moment is the same picture, to the byte', (behaviour) => {
    const cues: readonly CueSpan[] = [{ cue: 'turnRight', from: 500, until: 1500 }];
    expect(same(see(behaviour, 1700, cues), see(behaviour, 1700, cues))).toBe(true);
  });

  it('are the same for two studios, and differ between two people', () => {
    const other = new Studio(width, height);
    expect(same(other.picture({ persona: 0, behaviour: 'looks' }, 2000, []), see('looks', 2000))).toBe(true);
    expect(same(see('looks', 2000), see('looks', 2100))).toBe(false);
    expect(change(see('looks', 4000, [], 1), see('looks', 4000))).toBeGreaterThan(noiseOnly);
  });

  it('nobody: an empty room, with noise', () => {
    const first = see('nobody', 0);
    expect(skin(first)).toBe(0);
    expect(change(first, see('nobody', 1000))).toBeGreaterThan(0.2);
    expect(change(first, see('nobody', 1000))).toBeLessThan(noiseOnly);
    expect(change(first, studio.picture(undefined, 0, []))).toBeLessThan(noiseOnly);
  });

  it('looks: comes into view and fills a fair part of it', () => {
    expect(skin(see('looks', 3000))).toBeGreaterThan(0.04);
    const poseAt = (time: number) => momentOf('looks', seed, time, []).scene.pose;
    expect(Math.abs(poseAt(0).x)).toBeGreaterThan(2);
    expect(poseAt(0).distance - poseAt(900).distance).toBeGreaterThan(2);
    expect(Math.abs(poseAt(900).x)).toBeLessThan(1);
  });

  it('looks: turns 10–15° to both sides within three seconds, unasked, then looks at the camera', () => {
    for (let person = 0; person < 20; person++) {
      const yaws = Array.from({ length: 31 }, (_, i) => momentOf('looks', person, i * 100, []).scene.pose.yaw);
      expect(degrees(Math.max(...yaws))).toBeGreaterThan(10);
      expect(degrees(Math.max(...yaws))).toBeLessThan(16);
      expect(degrees(Math.min(...yaws))).toBeLessThan(-10);
      expect(degrees(Math.min(...yaws))).toBeGreaterThan(-16);
      const later = momentOf('looks', person, 6000, []).scene.pose.yaw;
      expect(Math.abs(degrees(later))).toBeLessThan(4);
    }
  });

  it('looks: blinks within two seconds, seen by a camera of ten frames a second', () => {
    for (let person = 0; person < 20; person++) {
      const lids = Array.from({ length: 20 }, (_, i) => momentOf('looks', person, i * 100, []).scene.blink);
      expect(Math.max(...lids)).toBeGreaterThan(0.9);
      expect(lids.filter((lid) => lid < 0.05).length).toBeGreaterThan(14);
    }
  });

  it.each([
    ['turnLeft', 1],
    ['turnRight', -1],
  ] as const)('looks: follows %s after about 0.6 s by 20–25° and comes back', (cue, side) => {
    for (let person = 0; person < 20; person++) {
      const yaw = (time: number) => {
        const span: CueSpan = { cue, from: 5000, until: Math.max(5001, Math.min(time, 7000)) };
        return side * degrees(momentOf('looks', person, time, [span]).scene.pose.yaw);
      };
      expect(yaw(5500)).toBeLessThan(4);
      expect(yaw(5900)).toBeGreaterThan(5);
      expect(yaw(6600)).toBeGreaterThan(20);
      expect(yaw(6600)).toBeLessThan(25);
      expect(Math.abs(yaw(8500))).toBeLessThan(5);
    }
  });

  it('looks: turns again when still asked', () => {
    const asked: readonly CueSpan[] = [{ cue: 'turnLeft', from: 5000, until: Infinity }];
    const yaw = (time: number) => momentOf('looks', seed, time, asked).scene.pose.yaw;
    expect(yaw(6600)).toBeGreaterThan(0.33);
    expect(yaw(8100)).toBeLessThan(0.1);
    expect(yaw(6600 + 3600)).toBeGreaterThan(0.33);
  });

  it('looksAway: never faces the camera, whatever is asked', () => {
    for (let time = 0; time < 10_000; time += 100) {
      const { pose } = momentOf('looksAway', seed, time, [{ cue: 'turnLeft', from: 0, until: Infinity }]).scene;
      expect(Math.abs(pose.yaw)).toBeGreaterThan(0.7);
    }
    expect(skin(see('looksAway', 2000))).toBeGreaterThan(0.02);
  });

  it('farAway: a small face', () => {
    expect(skin(see('farAway', 3000))).toBeGreaterThan(0.001);
    expect(skin(see('farAway', 3000))).toBeLessThan(skin(see('looks', 3000)) / 6);
  });

  it('dark: hardly any light, yet not black', () => {
    const mean = luma(see('dark', 3000));
    expect(mean).toBeLessThan(40);
    expect(mean).toBeGreaterThan(5);
    const planes = studio.frame({ persona: 0, behaviour: 'dark' }, 3000, [], 0).planes.subarray(0, width * height);
    expect(planes.reduce((sum, value) => sum + value, 0) / planes.length).toBeLessThan(50);
  });

  it('still: nothing but noise moves until asked, then turns', () => {
    expect(change(see('still', 1000), see('still', 3000))).toBeLessThan(noiseOnly);
    const asked: readonly CueSpan[] = [{ cue: 'turnLeft', from: 4000, until: 6000 }];
    expect(change(see('still', 1000), see('still', 5500, asked))).toBeGreaterThan(noiseOnly);
    expect(change(see('still', 1000), see('still', 9000, asked))).toBeLessThan(noiseOnly);
  });

  it('print: a grey face comes up from below', () => {
    expect(skin(see('print', 0))).toBe(0);
    // The hand below is skin; the sheet above it is not.
    expect(skin(see('print', 2000).subarray(0, width * 165 * 3))).toBe(0);
    expect(change(see('print', 0), see('print', 2000))).toBeGreaterThan(noiseOnly);
  });

  it('printSmall covers less, printFilling all of the view', () => {
    const room = see('nobody', 0);
    const covered = (behaviour: Face['behaviour']) => {
      const rgb = see(behaviour, 2000);
      let count = 0;
      for (let at = 0; at < rgb.length; at += 3) if (Math.abs((rgb[at] ?? 0) - (room[at] ?? 0)) > 12) count++;
      return count / (width * height);
    };
    expect(covered('printSmall')).toBeLessThan(covered('print') * 0.75);
    expect(covered('printSmall')).toBeGreaterThan(0.03);
    const edges = [0, 319, 239 * 320, 240 * 320 - 1];
    for (let time = 0; time < 6000; time += 500) {
      const { pose } = momentOf('printFilling', seed, time, [{ cue: 'turnLeft', from: 0, until: Infinity }]).scene;
      expect(Math.abs(pose.yaw)).toBeLessThan(0.3);
    }
    const filling = see('printFilling', 2000);
    // A print is duller than the room it hides, up to the corners.
    for (const at of edges) expect(filling[at * 3] ?? 0).not.toBeCloseTo(room[at * 3] ?? 0, -0.8);
  });

  it('screen: shows the face in colour within a dark frame', () => {
    const rgb = see('screen', 2000);
    let black = 0;
    for (let at = 0; at < rgb.length; at += 3) if ((rgb[at] ?? 0) < 60 && (rgb[at + 1] ?? 0) < 60) black++;
    expect(black / (width * height)).toBeGreaterThan(0.005);
    expect(skin(rgb)).toBeGreaterThan(0.005);
  });

  it('attackers show the holder of the card', () => {
    const own = studio.picture({ persona: 1, behaviour: 'print' }, 2000, []);
    const others = studio.picture({ persona: 1, onCard: 0, behaviour: 'print' }, 2000, []);
    expect(change(own, others)).toBeGreaterThan(1);
  });
});

describe('behaviours of genuine people who make it harder', () => {
  const posesOf = (behaviour: Face['behaviour'], from: number, until: number, step: number) =>
    Array.from({ length: (until - from) / step }, (_, i) => momentOf(behaviour, seed, from + i * step, []).scene.pose);

  it('tremor: shakes several times a second', () => {
    const turns = (behaviour: Face['behaviour']) => {
      const yaws = posesOf(behaviour, 5000, 6000, 20).map(({ yaw }) => yaw);
      return yaws.filter((yaw, i) => (yaw - (yaws[i - 1] ?? yaw)) * ((yaws[i + 1] ?? yaw) - yaw) < 0).length;
    };
    expect(turns('tremor')).toBeGreaterThanOrEqual(9);
    expect(turns('looks')).toBeLessThan(3);
  });

  it('slow: takes twice the time to answer a request', () => {
    const asked: readonly CueSpan[] = [{ cue: 'turnLeft', from: 5000, until: Infinity }];
    const yaw = (behaviour: Face['behaviour'], time: number) => momentOf(behaviour, seed, time, asked).scene.pose.yaw;
    expect(degrees(yaw('looks', 6600))).toBeGreaterThan(20);
    expect(degrees(yaw('slow', 6200))).toBeLessThan(5);
    expect(degrees(yaw('slow', 5000 + 2 * 1600))).toBeGreaterThan(20);
  });

  it('wheelchair: lower in the picture, looking up', () => {
    const [sitting] = posesOf('wheelchair', 5000, 5100, 100);
    const [standing] = posesOf('looks', 5000, 5100, 100);
    expect((standing?.y ?? 0) - (sitting?.y ?? 0)).toBeGreaterThan(5);
    expect((standing?.pitch ?? 0) - (sitting?.pitch ?? 0)).toBeGreaterThan(0.1);
  });

  it('looksLater: looks away for three seconds, then into the camera', () => {
    for (const { yaw } of posesOf('looksLater', 0, 3000, 100)) expect(Math.abs(yaw)).toBeGreaterThan(0.7);
    for (const { yaw } of posesOf('looksLater', 4500, 8000, 100)) expect(Math.abs(yaw)).toBeLessThan(0.1);
  });

  it('maskOff: white over nose and mouth first, then the face that “looks” has', () => {
    const white = (rgb: Uint8Array) => {
      let count = 0;
      for (let at = 0; at < rgb.length; at += 3) if (Math.min(rgb[at] ?? 0, rgb[at + 2] ?? 0) > 195) count++;
      return count;
    };
    expect(white(see('maskOff', 1500))).toBeGreaterThan(white(see('looks', 1500)) + 1000);
    expect(momentOf('maskOff', seed, 1500, []).worn).toBe('mask');
    expect(momentOf('maskOff', seed, 3500, []).worn).toBe('nothing');
    expect(white(see('maskOff', 3500))).toBeLessThan(white(see('looks', 3500)) + 200);
  });

  it('cap: dark where the forehead was', () => {
    expect(luma(see('cap', 3500, [], 5))).toBeLessThan(luma(see('looks', 3500, [], 5)) - 2);
  });

  it.each([
    ['none', 0],
    ['rect', 6],
  ])('glasses: other ones than in the photo (%s)', (_, person) => {
    expect(same(studio.chipPhoto(person).grey, new Studio(width, height).chipPhoto(person).grey)).toBe(true);
    const eyes = (behaviour: Face['behaviour']) =>
      new Studio(width, height).picture({ persona: person, behaviour }, 3500, []).subarray(0, width * 140 * 3);
    expect(change(eyes('glasses'), eyes('looks'))).toBeGreaterThan(0.5);
  });
});
