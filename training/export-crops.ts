import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { loadLayouts } from '../src/actors/scanner/layouts.ts';
import { writeCrops } from './crops.ts';

/** `node training/export-crops.ts --part train|evaluate --cards N --seed N --folder DIR`; about 0.2 s a card. */
const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'train' },
    cards: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
  },
});
const { part, folder } = values;
if ((part !== 'train' && part !== 'evaluate') || folder === undefined) {
  console.error('usage: export-crops --part train|evaluate --cards N --seed N --folder DIR');
  process.exit(64);
}
const layouts = loadLayouts(fileURLToPath(new URL('../models/front-layouts.yaml', import.meta.url)));
const { files } = writeCrops({ part, cards: Number(values.cards), seed: Number(values.seed), folder, layouts });
console.log(JSON.stringify(files, null, 2));
