import type { FrontLayouts } from './layouts.ts';
import type { TrayMount } from './mount.ts';
import { openNetwork } from './network.ts';
import { FrontReader, type FrameReader } from './reader.ts';

/** What reads the strips. Both go through the same judge. */
export const engines = ['network', 'tesseract'] as const;
export type Engine = (typeof engines)[number];
export type Hardware = 'real' | 'practice';

/** tesseract.js answers in strings, which nobody can overwrite: no real card is ever shown to it. */
export function mayRead(engine: Engine, hardware: Hardware): boolean {
  return engine === 'network' || hardware === 'practice';
}

/**
 * Opens a reader. tesseract.js is a development dependency and is only loaded when it is asked for.
 * @throws when the engine may not read what this hardware shows, when its files are missing or no engine.
 */
export async function openReader(
  engine: Engine,
  hardware: Hardware,
  files: { readonly network: string; readonly layouts: FrontLayouts; readonly mount: TrayMount },
): Promise<FrameReader> {
  if (!mayRead(engine, hardware)) throw new Error(`${engine} is for practice hardware only`);
  const { network, layouts, mount } = files;
  if (engine === 'network') return new FrontReader(await openNetwork(network, layouts), layouts, mount);
  const { TesseractReader } = await import('./practice/tesseract-reader.ts');
  return TesseractReader.open(layouts, mount);
}
