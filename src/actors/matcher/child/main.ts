import { randomInt } from 'node:crypto';
import { Engine, type Embedding } from '../engine/engine.ts';
import { PassiveNetwork } from '../engine/passive-network.ts';
import { decodeChipPhoto, prepareDecoder } from './chip-photo.ts';
import { parseAsk, type Ask, type Tell } from './messages.ts';
import { Observer } from './observer.ts';
import { largestPhoto, receivePhoto } from './photo-pipe.ts';
import { startWatching } from './watching.ts';

/**
 * The matcher child: one process for one patient, started before the patient comes and ended at wipe, because the heaps
 * of the networks cannot be overwritten from here. Holds the chip's photo, camera frames and embeddings; tells words.
 * Anything unexpected ends it: the core sees a crash and starts another one.
 */
type Loading = Extract<Ask, { ask: 'load' }>;

interface Loaded {
  readonly engine: Engine;
  readonly passive: PassiveNetwork | undefined;
  readonly observer: Observer;
  readonly settings: Loading;
}

let loaded: Loaded | undefined;
let template: Embedding | undefined;
let watching: ReturnType<typeof startWatching> | undefined;
/** The last verification that was called off: the word may come before the verification has its turn. */
let stopped = 0;
const photo = new Uint8Array(new ArrayBuffer(largestPhoto));

/** The side of a challenge must not be foreseen by whoever prepares a recording. */
function unpredictable(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

function tell(words: Tell): void {
  if (process.connected) process.send?.(words);
}

async function load(settings: Loading): Promise<void> {
  const engine = await Engine.load(settings.paths, settings.engine);
  const passive = await PassiveNetwork.loadIfUsed(settings.paths, settings.liveness);
  await engine.runOnZeros();
  await passive?.runOnZeros();
  await prepareDecoder();
  loaded = { engine, passive, observer: new Observer(engine, passive), settings };
  tell({ tell: 'loaded' });
}

async function enrol(): Promise<void> {
  const length = receivePhoto(photo);
  const picture = loaded === undefined || length === 0 ? undefined : await decodeChipPhoto(photo.subarray(0, length));
  photo.fill(0);
  if (loaded === undefined || picture === undefined) return tell({ tell: 'enrolled', result: 'damaged' });
  template?.fill(0);
  template = await loaded.engine.describe(picture);
  picture.pixels.fill(0);
  tell({ tell: 'enrolled', result: template === undefined ? 'noFace' : 'ready' });
}

function verify({ turn, turnsSpent }: Extract<Ask, { ask: 'verify' }>): void {
  if (loaded === undefined || template === undefined) throw new Error('verify before enrol');
  const { threshold, challenge, liveness, light, allowedOrigin } = loaded.settings;
  const { observer } = loaded;
  watching = startWatching(
    observer,
    template,
    { threshold, challenge, liveness, light, allowedOrigin, random: unpredictable, turnsSpent },
    {
      opened: ({ port, token }) => tell({ tell: 'sink', turn, port, token }),
      hint: (hint) => tell({ tell: 'hint', turn, hint }),
      light: (level) => tell({ tell: 'light', turn, level }),
      turnsSpent: (spent) => tell({ tell: 'turns', turn, spent }),
      verdict: (verdict) => tell({ tell: 'verdict', turn, verdict }),
    },
  );
  watching.done.catch(fail);
}

async function end(): Promise<void> {
  watching?.stop();
  await watching?.done;
  template?.fill(0);
  photo.fill(0);
  loaded?.observer.scrub();
  await loaded?.engine.runOnZeros();
  await loaded?.passive?.runOnZeros();
  process.exit(0);
}

/** One thing at a time: the networks have one set of buffers. */
let work: Promise<void> = Promise.resolve();
function inTurn(step: () => Promise<void>): void {
  work = work.then(step).catch(fail);
}

function fail(): void {
  process.exit(1);
}

process.on('message', (message) => {
  const ask = parseAsk(message);
  switch (ask?.ask) {
    case 'load':
      return inTurn(() => load(ask));
    case 'enrol':
      return inTurn(enrol);
    case 'verify':
      return inTurn(async () => {
        watching?.stop();
        await watching?.done;
        if (ask.turn > stopped) verify(ask);
      });
    case 'stop':
      stopped = ask.turn;
      return watching?.stop();
    case 'end':
      return inTurn(end);
    case undefined:
      return fail();
  }
});
// Without the core there is nobody to work for.
process.on('disconnect', () => process.exit(0));
