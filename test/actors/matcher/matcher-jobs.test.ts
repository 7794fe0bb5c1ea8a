import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cues } from '../../../src/actors/camera/practice/cue.ts';
import { createPracticeCamera, type PracticeCamera } from '../../../src/actors/camera/practice/practice-camera.ts';
import { feedFrames } from '../../../src/actors/camera/frame-feed.ts';
import { planeBytes } from '../../../src/actors/camera/frames.ts';
import type { CameraPort } from '../../../src/actors/camera/port.ts';
import { encodeJp2 } from '../../../src/actors/card/practice/jp2.ts';
import { createMatcherJobs, type Matcher } from '../../../src/actors/matcher/matcher-jobs.ts';
import { parsePatient, type PracticePatient } from '../../../src/actors/practice/patient.ts';
import { Vault } from '../../../src/actors/vault.ts';
import type { LightLevel } from '../../../src/vocabulary/bridge.ts';
import type { JobOutcome } from '../../../src/vocabulary/jobs.ts';
import { engineForTests } from './networks.ts';

type Enrolled = JobOutcome<'matcher.enrol'>;
type Verified = JobOutcome<'matcher.verify'>;

let camera: PracticeCamera;
let engine: Awaited<ReturnType<typeof engineForTests>>;
const photos: Uint8Array[] = [];
let vault: Vault;
let matcher: Matcher;

beforeAll(async () => {
  engine = await engineForTests();
  camera = createPracticeCamera({ width: 320, height: 240, framesPerSecond: 10 });
  for (const person of [0, 1]) {
    const { grey, width, height } = await camera.chipPhoto(person);
    photos.push(await encodeJp2(grey, width, height, 15_000));
  }
});
afterAll(() => camera.stop());

function matcherWith(
  port: CameraPort,
  spec = engine.spec,
  challenge: 'whenInDoubt' | 'always' = 'whenInDoubt',
): Matcher {
  const { paths, fmr, liveness } = engine;
  const panelLight = (level: LightLevel) => camera.setPanelLight(level);
  return createMatcherJobs({ vault, camera: port, engine: spec, paths, fmr, liveness, panelLight, challenge });
}

beforeEach(() => {
  vault = new Vault();
  matcher = matcherWith(camera);
});
afterEach(async () => {
  vault.wipeAll();
  await matcher.close();
});

function put(photo: Uint8Array | undefined): void {
  vault.put('photo', (buffer) => {
    buffer.set(photo ?? []);
    return photo?.length ?? 0;
  });
}

function enrol(): Promise<Enrolled> {
  return new Promise((resolve) => matcher.jobs['matcher.enrol']({}, resolve));
}

/** Runs a verification to its end, passing hints to the practice person as the screen would. */
function verify(heard: (outcome: Verified) => void = () => {}): Promise<Verified> {
  return new Promise((resolve) => {
    matcher.jobs['matcher.verify']({}, (outcome) => {
      heard(outcome);
      if (outcome.outcome !== 'hint') return resolve(outcome);
      camera.setCue(cues.find((cue) => cue === outcome.hint) ?? 'none');
    });
  });
}

function before(camera_: PracticeCamera, face: string): PracticePatient {
  const patient = parsePatient(`{ title: test, face: ${face} }`, 'test');
  camera_.setPatient(patient);
  return patient;
}

/** Enrols the first photo, verifies once, and ends the patient. */
async function verdictOn(face: string): Promise<Verified> {
  before(camera, face);
  put(photos[0]);
  expect(await enrol()).toEqual({ outcome: 'ready' });
  expect(vault.alive()).toContain('template');
  const verdict = await verify();
  const [pid] = matcher.pids();
  vault.wipeAll();
  expect(vault.alive()).toEqual([]);
  await gone(pid);
  return verdict;
}

describe('the matcher and impostors', () => {
  test.each([
    ['another person', '{ persona: 1, onCard: 0, behaviour: looks }', 'noMatch'],
    ["the card's own photo, enlarged", '{ persona: 0, behaviour: print }', 'spoof'],
  ])('%s', async (_title, face, expected) => {
    expect(await verdictOn(face)).toEqual({ outcome: expected });
  });
});

// Of the right people a few in a hundred fail the check for life in a try (docs/measurements/spoofs.md), and what is drawn
// for each of them cannot be fixed from outside: whoever fails may come once more. No impostor may.
describe('the matcher and the right people', { retry: 1 }, () => {
  test.each([
    ['who looks about', '{ persona: 0, behaviour: looks }'],
    ['who keeps still until asked', '{ persona: 0, behaviour: still }'],
  ])('the right person %s', async (_title, face) => {
    expect(await verdictOn(face)).toEqual({ outcome: 'match' });
  });

  test('hints come while nobody stands there, and stopping ends them', async () => {
    before(camera, '{ behaviour: nobody }');
    put(photos[0]);
    await enrol();
    const heard: Verified[] = [];
    const first = await new Promise<Verified>((resolve) => {
      const stop = matcher.jobs['matcher.verify']({}, (outcome) => {
        heard.push(outcome);
        resolve(outcome);
        stop();
      });
    });
    expect(first).toEqual({ outcome: 'hint', hint: 'noFace' });
    // A second verification of the same patient hears its own answers only.
    before(camera, '{ persona: 0, behaviour: looks }');
    expect(await verify()).toEqual({ outcome: 'match' });
    expect(heard).toHaveLength(1);
  });
});

describe('turns that were asked for and not made', { retry: 1 }, () => {
  const turn = /^turn/;

  test('are remembered through a crash, until the next patient comes', async () => {
    matcher = matcherWith(camera, engine.spec, 'always');
    before(camera, '{ persona: 0, behaviour: looks }');
    put(photos[0]);
    await enrol();
    const first = verify((heard) => {
      if (heard.outcome === 'hint' && turn.test(heard.hint)) killAll();
    });
    expect(await first).toEqual({ outcome: 'crashed' });
    expect(await enrol()).toEqual({ outcome: 'ready' });
    expect(await verify()).toEqual({ outcome: 'spoof' });

    vault.wipeAll();
    matcher.forgetPerson();
    put(photos[0]);
    expect(await enrol()).toEqual({ outcome: 'ready' });
    expect(await verify()).toEqual({ outcome: 'match' });
  }, 40_000);
});

describe('what may go wrong', () => {
  test('a damaged photo, a photo without a face, no photo', async () => {
    const [photo = new Uint8Array()] = photos;
    put(photo.subarray(0, photo.length / 2));
    expect(await enrol()).toEqual({ outcome: 'damaged' });
    put(await encodeJp2(new Uint8Array(240 * 320).fill(128), 240, 320, 15_000));
    expect(await enrol()).toEqual({ outcome: 'noFace' });
    vault.wipe('photo');
    expect(await enrol()).toEqual({ outcome: 'damaged' });
  });

  test('the child killed at any time is a crash, and the next patient has another child', async () => {
    before(camera, '{ behaviour: nobody }');
    expect(await matcher.warm()).toBe(true);
    killAll();
    put(photos[0]);
    const outcome = await enrol();
    expect(['crashed', 'ready']).toContain(outcome.outcome);
    vault.wipe('template');
    expect(await enrol()).toEqual({ outcome: 'ready' });
    const verdict = verify((heard) => {
      if (heard.outcome === 'hint') killAll();
    });
    expect(await verdict).toEqual({ outcome: 'crashed' });
    expect(vault.alive()).not.toContain('template');
    expect(await verify()).toEqual({ outcome: 'crashed' });
    expect(await matcher.warm()).toBe(true);
    expect(await enrol()).toEqual({ outcome: 'ready' });
  });

  test('an engine that is not as models.yaml says does not come up, and whoever is there is told', async () => {
    const { spec } = engine;
    matcher = matcherWith(camera, { ...spec, embedders: spec.embedders.map((e) => ({ ...e, length: 256 })) });
    expect(await matcher.warm()).toBe(false);
    put(photos[0]);
    expect(await enrol()).toEqual({ outcome: 'crashed' });
    expect(vault.alive()).not.toContain('template');
  });

  test('a camera that goes away is told', async () => {
    before(camera, '{ behaviour: nobody }');
    let unplug: (() => void) | undefined;
    matcher = matcherWith({
      stream: (sink) => {
        unplug = camera.stream(sink);
        return unplug;
      },
    });
    put(photos[0]);
    await enrol();
    const verdict = verify((heard) => {
      if (heard.outcome === 'hint') unplug?.();
    });
    expect(await verdict).toEqual({ outcome: 'cameraLost' });
  });

  test('a camera that shows one moment again and again is told, too', async () => {
    matcher = matcherWith({
      stream: (sink) => {
        const planes = new Uint8Array(new ArrayBuffer(planeBytes(320, 240, 'grey'))).fill(90);
        return feedFrames(sink, () => Promise.resolve({ width: 320, height: 240, format: 'grey', time: 7, planes }));
      },
    });
    put(photos[0]);
    await enrol();
    expect(await verify()).toEqual({ outcome: 'cameraLost' });
  });

  test('a camera of one picture a second is told: no face could be followed', async () => {
    const { persona } = before(camera, '{ persona: 0, behaviour: looks }').face;
    const picture = await camera.chipPhoto(persona);
    let second = 0;
    matcher = matcherWith({
      stream: (sink) => {
        const planes = new Uint8Array(picture.grey);
        const { width, height } = picture;
        return feedFrames(sink, () =>
          Promise.resolve({ width, height, format: 'grey', time: 1_000 * second++, planes }),
        );
      },
    });
    put(photos[0]);
    await enrol();
    expect(await verify()).toEqual({ outcome: 'tooSlow' });
    // The first picture and five gaps.
    expect(second).toBeLessThan(9);
  });

  test('verify before enrol is answered, and not inside its own start', async () => {
    let inside = true;
    const outcome = new Promise<Verified>((resolve) => {
      matcher.jobs['matcher.verify']({}, (answer) => {
        expect(inside).toBe(false);
        resolve(answer);
      });
      inside = false;
    });
    expect(await outcome).toEqual({ outcome: 'crashed' });
  });
});

function killAll(): void {
  for (const pid of matcher.pids()) process.kill(pid, 'SIGKILL');
}

/** Resolves once the process is no child of ours any more. */
async function gone(pid: number | undefined): Promise<void> {
  const alive = () => pid !== undefined && matcher.pids().includes(pid);
  while (alive()) await new Promise((resolve) => setImmediate(resolve));
}
