import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { productRoot } from '../core/files.ts';

/** vpcd shows two readers; the lab uses the first and leaves the second alone (R 3-20). */
export const labReader = 'Virtual PCD 00 00';
/** Variable that tells a command inside the lab where its folder is. */
export const labVariable = 'HONNIN_LAB';
/** Where a lab that waits for commands from other terminals leaves word. */
export const labNote = join(productRoot, 'out', 'lab.json');

/** The lab's doors in its folder. */
export const pcscdFolder = (folder: string): string => join(folder, 'pcscd');
/** pcscd's socket, for who is not in the lab's own mount namespace. */
export const pcscdSocket = (folder: string): string => join(pcscdFolder(folder), 'pcscd.comm');
/** Leads to vpcd's first slot; who connects last holds its card there. */
export const plugSocket = (folder: string): string => join(folder, 'plug');

const noteSchema = v.strictObject({ folder: v.string() });

/** The folder of the lab we are in, or of the one that waits in another terminal. */
export function findLab(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const inside = env[labVariable];
  if (inside !== undefined) return existsSync(plugSocket(inside)) ? inside : undefined;
  if (!existsSync(labNote)) return undefined;
  const note = v.safeParse(noteSchema, JSON.parse(readFileSync(labNote, 'utf8')));
  return note.success && existsSync(plugSocket(note.output.folder)) ? note.output.folder : undefined;
}
