import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownProcesses } from '../../src/cli/residue/processes.ts';
import { ensureNetworks } from '../../src/actors/models/ensure-networks.ts';
import { loadManifest } from '../../src/actors/models/manifest.ts';
import { productRoot, yamlFiles } from '../../src/host/core/files.ts';
import type { Step } from '../../src/host/core/runtime.ts';
import { startKiosk, type Kiosk } from '../../src/host/kiosk.ts';
import { loadPatients } from '../../src/host/practice/patients.ts';
import { Visit, type VisitEnd } from '../../src/host/practice/visit.ts';
import { loadFlow } from '../../src/machines/load.ts';

/**
 * Whole visits on practice hardware: real children, real APDUs, real frames, drawn people. Time-outs are set to the
 * shortest the settings allow, so that the visits that live from waiting fit into a test.
 */
const quick = `
faceTries: 2
faceHintSeconds: 1
noticeSeconds: 2
cardLeftFirst: 3
idleWarning: 15
consentIdle: 30
probeHard: 2
`;
const patients = loadPatients();
const faults: string[] = [];
let kiosk: Kiosk;

beforeAll(async () => {
  kiosk = await startKiosk({
    loaded: loadFlow(yamlFiles(join(productRoot, 'flows')), { file: 'quick.yaml', text: quick }),
    texts: {},
    networks: await ensureNetworks({ manifest: loadManifest() }),
    patient: 'face',
    onFault: (where, error) => faults.push(`${where}: ${String(error)}`),
  });
  kiosk.hardware.order({ order: 'server', mood: 'online', seconds: 0 });
}, 120_000);

afterAll(async () => {
  await kiosk.stop();
});

interface Visited {
  readonly end: VisitEnd;
  readonly events: readonly string[];
  readonly states: readonly string[];
  readonly errors: readonly unknown[];
}

async function visit(name: string): Promise<Visited> {
  const patient = patients.get(name);
  if (patient === undefined) throw new Error(`no patient ${name}`);
  const events: string[] = [];
  const states: string[] = [];
  const errors: unknown[] = [];
  const stop = kiosk.listen({
    onStep: (step: Step) => {
      events.push(step.event.type);
      states.push(...step.leaves);
      const now = (kiosk.runtime.snapshot.context as { readonly error?: unknown }).error;
      errors.push(now);
    },
  });
  const end = await new Visit(kiosk, patient, { patience: 60, longest: 100_000 }).run(name);
  stop();
  return { end, events, states, errors };
}

describe('visits of impostors', () => {
  test('another person with the card is refused', async () => {
    const { end, events, errors } = await visit('wrong-person');
    expect(end).toBe('refused');
    expect(events.filter((event) => event === 'matcher.verify.noMatch')).toHaveLength(2);
    expect(events).not.toContain('matcher.verify.match');
    expect(errors).toContain('FACE_MISMATCH');
  });

  test("the card's own photo held up is refused", async () => {
    const { end, events } = await visit('print');
    expect(end).toBe('refused');
    expect(events).not.toContain('matcher.verify.match');
    expect(events).not.toContain('program.qualify.ok');
  });
});

// Of the right people a few in a hundred fail the check for life in a try (docs/measurements/spoofs.md), and what is drawn
// for each of them cannot be fixed from outside: whoever fails may come once more. No impostor may.
describe('whole visits', { retry: 1 }, () => {
  test('by face', async () => {
    const { end, events } = await visit('face');
    expect(end).toBe('received');
    expect(events).toContain('matcher.verify.match');
    expect(events.filter((event) => event === 'program.qualify.ok')).toHaveLength(1);
  });

  test('by PIN, twice: no try is burnt', async () => {
    for (let i = 0; i < 2; i++) {
      let pinTries: unknown;
      const stop = kiosk.listen({
        onStep: ({ event }) => {
          if (event.type === 'card.probe.myna') pinTries = event['pinTries'];
        },
      });
      const { end, events } = await visit('pin');
      stop();
      expect(end).toBe('received');
      expect(events).not.toContain('program.qualify.pinWrong');
      expect(pinTries).toBe(3);
    }
  });

  test('a wrong PIN costs one try and the right one is taken after it', async () => {
    const { end, events } = await visit('pin-wrong-once');
    expect(end).toBe('received');
    expect(events.filter((event) => event === 'program.qualify.pinWrong')).toHaveLength(1);
  });

  test('a card without photo goes by PIN, never by face', async () => {
    const { end, states } = await visit('infant-card');
    expect(end).toBe('received');
    expect(states.some((state) => state.includes('looking'))).toBe(false);
  });

  test('a card without PIN goes by face', async () => {
    expect((await visit('no-pin-card')).end).toBe('received');
  });

  test('the staff compare face and card, with their code', async () => {
    const { end, events } = await visit('staff-visual');
    expect(end).toBe('received');
    expect(events).toContain('staff.check.ok');
    expect(events).not.toContain('matcher.verify.match');
  });

  test.each([
    ['first-visit', 'received', 'program.register.ok'],
    ['certificate-grace', 'received', 'program.qualify.grace'],
    ['certificate-revoked', 'refused', 'program.qualify.revoked'],
    ['qualification-none', 'refused', 'program.qualify.none'],
    ['qualification-several', 'refused', 'program.qualify.several'],
    ['program-garbage', 'refused', 'program.qualify.garbage'],
    ['program-crash', 'refused', 'program.qualify.programMissing'],
    ['other-card', 'refused', 'card.probe.foreign'],
    ['phone', 'refused', 'card.probe.phone'],
    ['mute-card', 'refused', 'card.probe.unreadable'],
  ] as const)('%s ends %s', async (name, expected, event) => {
    const { end, events } = await visit(name);
    expect(events).toContain(event);
    expect(end).toBe(expected);
  });

  test.each([
    ['photo-damaged'],
    ['code-b-refused'],
    ['code-b-few-tries'],
    ['front-unreadable'],
    ['card-pulled'],
  ] as const)('%s: no crash, no second presentation, back to idle', async (name) => {
    const { end, events } = await visit(name);
    expect(end).not.toBe('stuck');
    expect(events.filter((event) => event.startsWith('card.readPhoto.')).length).toBeLessThanOrEqual(1);
  });

  test('a tray camera pulled out under way ends the scan, and the visit goes on by PIN', async () => {
    const pull = kiosk.listen({
      onStep: ({ event }) => {
        if (event.type === 'scanner.read.hint') kiosk.hardware.order({ order: 'device', device: 'scanner', up: false });
      },
    });
    const { end, events, errors } = await visit('front-unreadable');
    pull();
    kiosk.hardware.order({ order: 'device', device: 'scanner', up: true });
    expect(events.filter((event) => event.startsWith('scanner.read.'))).toEqual([
      'scanner.read.hint',
      'scanner.read.cameraLost',
    ]);
    expect(errors).toContain('FACE_OFF');
    expect(errors).not.toContain('CARD_FRONT_UNSCANNABLE');
    expect(end).toBe('received');
  });

  test('without the light over the tray the card is read all the same', async () => {
    kiosk.hardware.order({ order: 'device', device: 'light', up: false });
    const { end, events } = await visit('face');
    kiosk.hardware.order({ order: 'device', device: 'light', up: true });
    expect(events).toContain('scanner.read.read');
    expect(end).toBe('received');
  });

  describe.skipIf(process.platform !== 'linux')('the matcher is killed while it looks', () => {
    /** Kills every child of the matcher each of the first `times` that a face is looked for. */
    async function visitWithCrashes(times: number): Promise<Visited & { readonly offered: readonly unknown[] }> {
      let left = times;
      let wasLooking = false;
      const offered: unknown[] = [];
      const stop = kiosk.listen({
        onStep: ({ leaves }) => {
          const isLooking = leaves.some((leaf) => leaf.endsWith('.face.looking'));
          const begins = isLooking && !wasLooking;
          wasLooking = isLooking;
          if (left === 0 || !begins) return;
          left -= 1;
          for (const { pid, role } of ownProcesses(process.pid)) if (role === 'matcher') process.kill(pid, 'SIGKILL');
        },
        onView: ({ text, choices }) => {
          if (text === 'faceOff') offered.push(choices);
        },
      });
      const visited = await visit('face');
      stop();
      return { ...visited, offered };
    }

    test('once: another child takes over, and the patient is received', async () => {
      const { end, events, offered } = await visitWithCrashes(1);
      expect(events.filter((event) => event === 'matcher.verify.crashed')).toHaveLength(1);
      expect(events.filter((event) => event === 'matcher.enrol.ready')).toHaveLength(2);
      expect(offered).toEqual([]);
      expect(end).toBe('received');
    });

    test('twice: face is off for this patient, who can go on by PIN; the next one comes by face', async () => {
      const { events, errors, offered } = await visitWithCrashes(2);
      expect(events.filter((event) => event === 'matcher.verify.crashed')).toHaveLength(2);
      expect(events).not.toContain('matcher.verify.match');
      expect(errors).toContain('FACE_OFF');
      expect(offered[0]).toEqual(expect.arrayContaining(['PICK.PIN', 'HELP']));
      expect((await visit('face')).end).toBe('received');
    });
  });

  test('after all of them nothing is alive and nothing of ours went wrong', () => {
    expect(kiosk.vault.alive()).toEqual([]);
    expect(kiosk.runtime.leaves).toContain('journey.idle');
    expect(faults).toEqual([]);
  });
});
