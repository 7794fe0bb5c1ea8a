import type { FaceHint } from '../../../vocabulary/jobs.ts';
import { cosine } from '../../matcher/engine/embedder.ts';
import { Engine, type Embedding } from '../../matcher/engine/engine.ts';
import { FaceMeter } from '../../matcher/quality/face-measures.ts';
import { judgeFace } from '../../matcher/quality/quality-gate.ts';
import { ensureNetworks } from '../../models/ensure-networks.ts';
import { engineInUse, loadManifest } from '../../models/manifest.ts';
import type { Behaviour } from './behaviour.ts';
import { conditions } from './attacks/species.ts';
import { personas } from './personas.ts';
import { Studio } from './studio.ts';

/*
 * How like their own card, and how like everybody else's, practice people are whatever they do before the camera, and with
 * which hints the quality gate refuses their frames. Looked at once a second for six seconds; what it lets through counts.
 *   node src/actors/camera/practice/measure-behaviours.ts      → a table; three minutes of one core
 */
const moments = [1_000, 2_000, 3_000, 4_000, 5_000, 6_000];

const manifest = loadManifest();
const engine = await Engine.load(await ensureNetworks({ manifest }), engineInUse(manifest));
const meter = new FaceMeter();
const studio = new Studio(320, 240);

/** The hint when the quality gate wants another frame. */
async function probeOf(persona: number, behaviour: Behaviour, time: number): Promise<Embedding | FaceHint> {
  const { width, height, planes } = studio.frame({ persona, behaviour }, time, [], time);
  const picture = { width, height, pixels: planes.subarray(0, width * height) };
  const faces = await engine.find(picture);
  const [main] = faces;
  const landmarks = main === undefined ? undefined : await engine.place(picture, main);
  if (main === undefined || landmarks === undefined) return 'noFace';
  const openness = await engine.openness(picture, landmarks);
  const { comparable, hint } = judgeFace(meter.measure(picture, faces, main, landmarks, openness));
  return comparable ? ((await engine.embed(picture, landmarks)) ?? 'noFace') : hint;
}

const chips: Embedding[] = [];
for (const number of personas.keys()) {
  const { width, height, grey } = studio.chipPhoto(number);
  const chip = await engine.describe({ width, height, pixels: grey });
  if (chip === undefined) throw new Error(`practice person ${number}: no face in the photo`);
  chips.push(chip);
}

console.log('behaviour   | compared | own card: least, median | most like another card | refused');
for (const behaviour of conditions) {
  const own: number[] = [];
  const others: number[] = [];
  const refused = new Map<FaceHint, number>();
  for (const [number, chip] of chips.entries()) {
    for (const time of moments) {
      const probe = await probeOf(number, behaviour, time);
      if (typeof probe === 'string') {
        refused.set(probe, (refused.get(probe) ?? 0) + 1);
        continue;
      }
      own.push(cosine(probe, chip));
      others.push(...chips.filter((other) => other !== chip).map((other) => cosine(probe, other)));
    }
  }
  own.sort((a, b) => a - b);
  const share = `${own.length}/${chips.length * moments.length}`;
  const [least = NaN, median = NaN, most] = [own[0], own[Math.floor(own.length / 2)], Math.max(...others)];
  console.log(
    `${behaviour.padEnd(11)} | ${share.padEnd(8)} | ${least.toFixed(3)}, ${median.toFixed(3)} | ${most.toFixed(3)} | ${[...refused].map(([hint, times]) => `${hint} ${times}`).join(', ')}`,
  );
}
await engine.release();
