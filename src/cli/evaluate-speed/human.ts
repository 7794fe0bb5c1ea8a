import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { ensureNetworks } from '../../actors/models/ensure-networks.ts';
import type { Manifest } from '../../actors/models/manifest-schema.ts';
import { humanFiles } from './human-files.ts';

/** @vladmandic/human, ready to time one picture again and again. */
export interface ComparedHuman {
  /** One run from the picture to the embedding, ms. */
  readonly run: () => Promise<number>;
  readonly end: () => void;
}

const readySchema = v.strictObject({ tell: v.literal('ready'), faces: v.number() });
const ranSchema = v.strictObject({ tell: v.literal('ran'), ms: v.number() });

/**
 * Starts it on a grey picture that holds one face.
 * @throws NetworksError when its files cannot be had; Error when it finds no face.
 */
export async function startHuman(
  manifest: Manifest,
  picture: { readonly width: number; readonly height: number; readonly pixels: Uint8Array },
  log: (words: string) => void,
): Promise<ComparedHuman> {
  const networks = Object.keys(humanFiles);
  const files = await ensureNetworks({ manifest: { ...manifest, networks: humanFiles }, networks, log });
  const child = fork(fileURLToPath(new URL('human-child.ts', import.meta.url)), { serialization: 'advanced' });
  const answer = async (): Promise<unknown> => {
    const gone = new AbortController();
    const ended = once(child, 'exit', { signal: gone.signal }).then(() => {
      throw new Error('@vladmandic/human ended');
    });
    try {
      const [words]: unknown[] = await Promise.race([once(child, 'message', { signal: gone.signal }), ended]);
      return words;
    } finally {
      gone.abort();
      ended.catch(() => {});
    }
  };
  const { width, height } = picture;
  const pixels = Uint8Array.from({ length: 3 * width * height }, (_, i) => picture.pixels[Math.floor(i / 3)] ?? 0);
  child.send({ ask: 'load', files, width, height, pixels });
  const { faces } = v.parse(readySchema, await answer());
  if (faces === 0) throw new Error('@vladmandic/human finds no face in the practice frame');
  return {
    run: async () => {
      child.send({ ask: 'run' });
      return v.parse(ranSchema, await answer()).ms;
    },
    end: () => child.disconnect(),
  };
}
