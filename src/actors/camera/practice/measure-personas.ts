import { Engine, type Embedding } from '../../matcher/engine/engine.ts';
import { ensureNetworks } from '../../models/ensure-networks.ts';
import { engineInUse, loadManifest } from '../../models/manifest.ts';
import { photograph } from './chip-photo.ts';
import type { HeadParameters } from './head-parameters.ts';
import { buildPerson } from './person.ts';
import { SceneRenderer } from './renderer.ts';
import { standardLight, standardScene, type Scene } from './scene.ts';

/* Measures how well the engine in use tells practice people apart. Only for finding them (search-personas.ts). */

const renderer = new SceneRenderer(320, 240);
const { pose } = standardScene;
/** Straight, turned 10° and 22°, down and up, near and far, lit from both sides, dim. */
const views: readonly Partial<Scene>[] = [
  {},
  { pose: { ...pose, yaw: 0.17 } },
  { pose: { ...pose, yaw: -0.17 } },
  { pose: { ...pose, yaw: 0.38 } },
  { pose: { ...pose, yaw: -0.38 } },
  { pose: { ...pose, pitch: 0.17 } },
  { pose: { ...pose, pitch: -0.17 } },
  { pose: { ...pose, distance: 36 } },
  { pose: { ...pose, distance: 65 } },
  { light: { ...standardLight, azimuth: 1.2, elevation: 0.3, fill: 0.3, ambient: 0.4 } },
  { light: { ...standardLight, azimuth: -1, elevation: 0.6, warmth: 1 } },
  { exposure: 0.5, noise: 0.025 },
];

/** For a search: the chip's photo alone. */
export const noViews: readonly Partial<Scene>[] = [];
/** For a search: straight, turned both ways, lit from the side. */
export const fewViews: readonly Partial<Scene>[] = [0, 3, 4, 9].flatMap((at) => views[at] ?? []);

export interface Measured {
  readonly head: HeadParameters;
  readonly chip: Embedding;
  readonly probes: readonly Embedding[];
}

const manifest = loadManifest();
const engine = await Engine.load(await ensureNetworks({ manifest }), engineInUse(manifest));

/** Those whose face is not found in every view are left out. */
export async function measureAll(
  heads: readonly HeadParameters[],
  seen: readonly Partial<Scene>[] = views,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const head of heads) {
    const person = buildPerson(head);
    const { grey, width, height } = photograph(person);
    const chip = await engine.describe({ width, height, pixels: grey });
    const probes: Embedding[] = [];
    for (const [frame, view] of seen.entries()) {
      const probe = await engine.describe(luma(renderer.render(person, { ...standardScene, ...view, frame })));
      if (probe !== undefined) probes.push(probe);
    }
    if (chip !== undefined && probes.length === seen.length) measured.push({ head, chip, probes });
    else console.log(`person ${head.seed}: no face in some view`);
  }
  return measured;
}

function luma(rgb: Uint8Array): { width: number; height: number; pixels: Uint8Array<ArrayBuffer> } {
  const pixels = new Uint8Array(new ArrayBuffer(rgb.length / 3));
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = 0.299 * (rgb[at * 3] ?? 0) + 0.587 * (rgb[at * 3 + 1] ?? 0) + 0.114 * (rgb[at * 3 + 2] ?? 0);
  }
  return { width: renderer.width, height: renderer.height, pixels };
}

function cosine(a: Embedding, b: Embedding): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

/** The highest cosine of any view of either to the other's chip photo. */
export function likeness(a: Measured, b: Measured): number {
  return Math.max(...a.probes.map((probe) => cosine(probe, b.chip)), ...b.probes.map((probe) => cosine(probe, a.chip)));
}

export function report(people: readonly Measured[]): void {
  const genuine = people.flatMap((person) => person.probes.map((probe) => cosine(probe, person.chip)));
  const impostor = people.flatMap((a) =>
    people.filter((b) => b !== a).flatMap((b) => a.probes.map((probe) => cosine(probe, b.chip))),
  );
  console.log(`${people.length} people: genuine ${span(genuine)}, impostor ${span(impostor)}`);
}

function span(cosines: readonly number[]): string {
  return `${Math.min(...cosines).toFixed(3)} … ${Math.max(...cosines).toFixed(3)} (${cosines.length})`;
}

export async function release(): Promise<void> {
  await engine.release();
}
