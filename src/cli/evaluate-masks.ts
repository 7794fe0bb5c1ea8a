import { writeFileSync } from 'node:fs';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { Engine } from '../actors/matcher/engine/engine.ts';
import { choosePeople, FacesError } from '../actors/matcher/evaluation/face-folders.ts';
import { MaskedPeople, wearings } from '../actors/matcher/evaluation/masked-people.ts';
import { ensureNetworks, NetworksError } from '../actors/models/ensure-networks.ts';
import { engineInUse, loadManifest } from '../actors/models/manifest.ts';
import { shareBounds } from '../actors/scanner/evaluation/clopper-pearson.ts';
import { readWith, readWords, wholeNumber, WrongWords } from './command-line.ts';
import { progressTeller } from './progress.ts';

const usage = 'usage: evaluate masks --faces DIR [--people N] [--sheet FILE.png] [--json]';
/** People on the sheet, and the width of each of their pictures, pixels. */
const sheetPeople = 8;
const sheetWidth = 120;

/**
 * Paints masks of several colours over the faces of a folder (one folder per person, one picture of each) and counts how
 * many the quality gate notices, with a camera's colour and without. `--sheet` draws the first ones, to look at. An
 * interrupt (Ctrl-C) reports what there is. Status 1 for a folder that cannot be used.
 * @throws WrongWords
 */
export async function evaluateMasksCommand(args: readonly string[]): Promise<number> {
  const options = readWith(usage, () => readOptions(args));
  const say = (words: string) => console.error(words);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const folders = choosePeople(options.faces, 'all', options.people);
    const manifest = loadManifest();
    const engine = await Engine.load(await ensureNetworks({ manifest, log: say }), engineInUse(manifest));
    const people = new MaskedPeople(engine);
    const progress = progressTeller(say);
    const sheet: (readonly Canvas[])[] = [];
    for (const [done, { pictures }] of folders.entries()) {
      if (stop.signal.aborted) break;
      const seen = await people.judge(pictures[0] ?? '');
      if (seen.length > 0 && sheet.length < sheetPeople) sheet.push(seen);
      progress(done + 1, folders.length);
      // Lets an interrupt be heard.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await engine.release();
    for (const { wearing, colour, judged, covered } of people.tallies) {
      const { low, high } = shareBounds(covered, judged);
      const within = `${(100 * low).toFixed(1)} – ${(100 * high).toFixed(1)} %`;
      const camera = colour ? 'colour' : 'grey';
      console.log(`${wearing.padEnd(8)}${camera.padEnd(7)}covered ${covered} of ${judged} [${within}]`);
    }
    if (options.sheet !== undefined) writeFileSync(options.sheet, drawSheet(sheet).toBuffer('image/png'));
    if (options.json) console.log(JSON.stringify(people.tallies));
    return 0;
  } catch (error) {
    if (!(error instanceof FacesError || error instanceof NetworksError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

function drawSheet(rows: readonly (readonly Canvas[])[]): Canvas {
  const sheet = createCanvas(wearings.length * sheetWidth, Math.max(1, rows.length) * sheetWidth);
  const ink = sheet.getContext('2d');
  for (const [y, row] of rows.entries()) {
    for (const [x, picture] of row.entries()) {
      const scale = sheetWidth / Math.max(picture.width, picture.height);
      ink.drawImage(picture, x * sheetWidth, y * sheetWidth, scale * picture.width, scale * picture.height);
    }
  }
  return sheet;
}

interface Options {
  readonly faces: string;
  readonly people: number | undefined;
  readonly sheet: string | undefined;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = readWords({
    args: [...args],
    options: {
      faces: { type: 'string' },
      people: { type: 'string' },
      sheet: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { faces, sheet, json } = values;
  if (faces === undefined)
    throw new WrongWords('--faces で顔写真のフォルダーを指定してください。(name a folder of faces)');
  const people = values.people === undefined ? undefined : wholeNumber('--people', values.people);
  return { faces, people, sheet, json };
}
