import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusedSpecies } from '../../src/actors/camera/practice/attacks/species.ts';
import { ensureNetworks } from '../../src/actors/models/ensure-networks.ts';
import { loadManifest } from '../../src/actors/models/manifest.ts';
import { productRoot, yamlFiles } from '../../src/host/core/files.ts';
import { startKiosk, type Kiosk } from '../../src/host/kiosk.ts';
import { loadPatients } from '../../src/host/practice/patients.ts';
import { Visit } from '../../src/host/practice/visit.ts';
import { loadFlow } from '../../src/machines/load.ts';

/**
 * One visit per species of attack in a whole kiosk, with one short try each: that it ends refused, and with words that
 * send the patient on. How sure that is, is measured by `evaluate spoof`.
 */
const short = 'faceTries: 1\nfaceSeconds: 3\nfaceHintSeconds: 1\nnoticeSeconds: 2\ncardLeftFirst: 3\n';
const patients = loadPatients();
let kiosk: Kiosk;

beforeAll(async () => {
  kiosk = await startKiosk({
    loaded: loadFlow(yamlFiles(join(productRoot, 'flows')), { file: 'short.yaml', text: short }),
    texts: {},
    networks: await ensureNetworks({ manifest: loadManifest() }),
    patient: 'face',
    onFault: (where, error) => {
      throw new Error(where, { cause: error });
    },
  });
  kiosk.hardware.order({ order: 'server', mood: 'online', seconds: 0 });
}, 120_000);
afterAll(() => kiosk.stop());

describe('attacks at the kiosk', () => {
  test.each(refusedSpecies)(
    '%s is refused',
    async (kind) => {
      const [name, patient] = [...patients].find(([, { face }]) => face.attack === kind) ?? [];
      if (name === undefined || patient === undefined) throw new Error(`no patient for ${kind}`);
      const events: string[] = [];
      const limits: unknown[] = [];
      const stop = kiosk.listen({
        onStep: ({ event }) => events.push(event.type),
        onView: ({ text, error }) => {
          if (text === 'faceLimit') limits.push(error);
        },
      });
      const end = await new Visit(kiosk, patient, { patience: 60, longest: 30_000 }).run(name);
      stop();
      expect(end).toBe('refused');
      // Card, scan and photo did work: it is the face that was refused.
      expect(events).toContain('matcher.enrol.ready');
      expect(events).not.toContain('matcher.verify.match');
      expect(events).not.toContain('program.qualify.ok');
      expect(['FACE_SPOOF', 'FACE_MISMATCH', 'FACE_NO_FACE']).toContain(limits[0]);
    },
    40_000,
  );
});
