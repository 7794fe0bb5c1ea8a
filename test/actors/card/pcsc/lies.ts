import * as fc from 'fast-check';
import { applications, cardFaceFiles, codeBDigits, jpkiFiles } from '../../../../src/actors/card/applications.ts';
import { CardFacts } from '../../../../src/actors/card/card-facts.ts';
import { createCardJobs } from '../../../../src/actors/card/card-jobs.ts';
import { returnCodes } from '../../../../src/actors/card/pcsc/codes.ts';
import { PcscTransport } from '../../../../src/actors/card/pcsc/pcsc-transport.ts';
import { cardContent } from '../../../../src/actors/card/practice/card-content.ts';
import { CardOs } from '../../../../src/actors/card/practice/card-os.ts';
import type { PracticeKeys } from '../../../../src/actors/card/practice/certificates.ts';
import { printedCodeB } from '../../../../src/actors/card/practice/code-b.ts';
import { isStatusWord } from '../../../../src/actors/card/status-word.ts';
import { identify } from '../../../../src/actors/program/practice/identify.ts';
import { Vault } from '../../../../src/actors/vault.ts';
import { fitsFields, type FieldTable } from '../../../../src/vocabulary/fields.ts';
import { jobs } from '../../../../src/vocabulary/jobs.ts';
import { cardOf, fakePhoto, probe, putDigits, readPhoto } from '../bench.ts';
import { StandIn } from './stand-in.ts';

const reader = 'Lying Reader 00 00';
/** No job may take longer, ms; card time is not spent here. */
const longestJob = 2_000;

/** What the reader makes of one honest answer. */
type Lie =
  | { readonly kind: 'honest' }
  | { readonly kind: 'cut' | 'flip' | 'grow'; readonly at: number; readonly by: number }
  | { readonly kind: 'replace' | 'front'; readonly bytes: Uint8Array }
  | { readonly kind: 'word'; readonly word: number }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'empty' };

/** Lengths that a BER-TLV can claim, from nothing to endless, behind the tags of the card face. */
const tlvHead = fc
  .tuple(
    fc.constantFrom(0xff20, 0xdf21, 0xdf27, 0xff30, 0xdf31, 0xffff),
    fc.constantFrom<readonly number[]>(
      [0x00],
      [0x7f],
      [0x80],
      [0x81, 0xff],
      [0x82, 0xff, 0xff],
      [0x83, 0xff, 0xff, 0xff],
      [0x84, 0xff, 0xff, 0xff, 0xff],
      [0xff],
    ),
  )
  .map(([tag, length]) => Uint8Array.of(tag >> 8, tag & 0xff, ...length));
const tries = fc.nat(15).map((left) => 0x63c0 | left);
const word = fc.oneof(
  tries,
  fc.constantFrom(0x9000, 0x6300, 0x6983, 0x6984, 0x6982, 0x6a82, 0x6b00, 0x6100, 0x6cff),
  fc.nat(0xffff),
);

export const lie: fc.Arbitrary<Lie> = fc.oneof(
  { arbitrary: fc.constant<Lie>({ kind: 'honest' }), weight: 4 },
  fc.record({ kind: fc.constantFrom('cut', 'flip', 'grow'), at: fc.nat(300), by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('replace'), bytes: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ kind: fc.constant('front'), bytes: tlvHead }),
  fc.record({ kind: fc.constant('word'), word }),
  fc.record({
    kind: fc.constant('length'),
    length: fc.oneof(
      fc.integer({ min: -2, max: 300 }),
      fc.constantFrom(65_536, 65_538, 70_000, 1_048_576, 0xffff_ffff),
    ),
  }),
  fc.record({
    kind: fc.constant('code'),
    code: fc.oneof(fc.constantFrom(...Object.values(returnCodes).slice(1)), fc.nat(0xffff_ffff)),
  }),
  fc.constant<Lie>({ kind: 'empty' }),
);

/** What reached us as the answer to a presented key: its status word, or undefined when it was none. */
interface Presentation {
  readonly digits: number;
  readonly word: number | undefined;
}

/** The stand-in for libpcsclite with a card behind it whose answers are twisted on their way. */
class LyingPcsc extends StandIn {
  readonly presentations: Presentation[] = [];
  /** The last counter told by an empty VERIFY. */
  told: number | undefined;
  /** Answers that a script had a say in. */
  answered = 0;
  commands = 0;
  readonly #lies: readonly Lie[];
  readonly #honestFirst: number;

  constructor(lies: readonly Lie[], honestFirst: number) {
    super();
    this.#honestFirst = honestFirst;
    this.#lies = lies;
  }

  override async transmit(
    card: bigint,
    protocol: number,
    command: Uint8Array<ArrayBuffer>,
    response: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly code: number; readonly length: number }> {
    const honest = await super.transmit(card, protocol, command, response);
    const turn = this.commands - this.#honestFirst;
    this.commands += 1;
    if (turn < 0) {
      this.#note(command, honest, response);
      return honest;
    }
    const lied = this.#lies[turn % this.#lies.length] ?? { kind: 'honest' };
    this.answered += 1;
    const answer = twist(lied, honest, response);
    this.#note(command, answer, response);
    return answer;
  }

  #note(command: Uint8Array, answer: { readonly code: number; readonly length: number }, response: Uint8Array): void {
    if (command[1] !== 0x20) return;
    const sound = answer.code === 0 && answer.length >= 2 && answer.length <= response.length;
    const read = sound ? ((response[answer.length - 2] ?? 0) << 8) | (response[answer.length - 1] ?? 0) : undefined;
    const told = read !== undefined && isStatusWord(read) ? read : undefined;
    if (command.length > 5) this.presentations.push({ digits: command.length - 5, word: told });
    else this.told = told;
  }
}

function twist(
  lied: Lie,
  honest: { readonly code: number; readonly length: number },
  response: Uint8Array,
): { readonly code: number; readonly length: number } {
  const put = (bytes: Uint8Array, at = 0) => {
    response.set(bytes.subarray(0, Math.max(0, response.length - at)), at);
    return { code: 0, length: Math.min(response.length, at + bytes.length) };
  };
  const end = Math.max(0, Math.min(honest.length, response.length) - 2);
  switch (lied.kind) {
    case 'honest':
      return honest;
    case 'empty':
      return { code: 0, length: 0 };
    case 'code':
      return { code: lied.code, length: honest.length };
    case 'length':
      return { code: 0, length: lied.length };
    case 'replace':
      return put(lied.bytes);
    case 'front':
      put(lied.bytes);
      return { code: 0, length: Math.max(honest.length, 2) };
    case 'word':
      return put(Uint8Array.of(lied.word >> 8, lied.word & 0xff), end);
    case 'cut':
      return { code: 0, length: Math.max(0, honest.length - lied.by) };
    case 'grow':
      response.fill(0x90, Math.min(honest.length, response.length));
      return { code: 0, length: Math.min(response.length, honest.length + lied.by) };
    default: {
      const at = lied.at % Math.max(1, honest.length);
      response[at] = (response[at] ?? 0) ^ lied.by;
      return { code: 0, length: honest.length };
    }
  }
}

export const script = fc.record({
  lies: fc.array(lie, { minLength: 1, maxLength: 40 }),
  /** So many answers are true before the lies begin: a visit has about 35. */
  honestFirst: fc.nat(40),
  short: fc.boolean(),
  rightDigits: fc.boolean(),
  codeBTries: fc.integer({ min: 0, max: 10 }),
  pinTries: fc.integer({ min: 0, max: 3 }),
});
export type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

/**
 * Probes the card, reads its photo and lets the program present a PIN, all through the lies. Answers how many answers were
 * given. @throws Error with what was not as it must be.
 */
export async function liveThrough(
  keys: PracticeKeys,
  { lies, honestFirst, short, rightDigits, ...counters }: Script,
): Promise<number> {
  const card = cardOf(
    `expiry: ${short ? 2027 : 2031}-02-17, codeBTries: ${counters.codeBTries}, pinTries: ${counters.pinTries}`,
  );
  const os = new CardOs(cardContent(card, fakePhoto(5_000), keys, 7));
  const pcsc = new LyingPcsc(lies, honestFirst);
  pcsc.plug(reader);
  pcsc.insert(reader, os);
  const transport = new PcscTransport({ reader, library: pcsc, clock: pcsc });
  const vault = new Vault();
  const digits = printedCodeB(card);
  putDigits(vault, rightDigits ? digits : digits.replaceAll('2', '7'));
  const wait = async () => undefined;
  const made = createCardJobs({ transport, vault, facts: new CardFacts(), tell: () => undefined, wait });

  const before = tryCounts(os);
  await inTime('probe', async () => mustBeEnd('card.probe', await probe(made)));
  if (pcsc.presentations.length > 0) throw new Error('probe presented a key');
  const read = await inTime('readPhoto', async () => mustBeEnd('card.readPhoto', await readPhoto(made)));
  const toldBefore = pcsc.told;
  judgePhoto(read, pcsc.presentations, vault);
  if (pcsc.presentations.length > 0 && toldBefore !== undefined && (toldBefore & 0xfff0) === 0x63c0) {
    const first = pcsc.presentations[0];
    if (first?.word !== 0x6300 && (toldBefore & 0x0f) <= 4) throw new Error('presented with few tries told');
  }
  await inTime('again', async () => mustBeEnd('card.readPhoto', await readPhoto(made)));
  if (pcsc.presentations.length > 1) throw new Error('照合番号B presented twice');

  const codesB = pcsc.presentations.splice(0).length;
  const pin = Buffer.from(rightDigits ? card.pin : '0000');
  const buffer = new Uint8Array(new ArrayBuffer(4));
  buffer.set(pin);
  const identified = await inTime('identify', () => identify(transport, buffer, () => true));
  judgeIdentified(identified, pcsc.presentations);

  const after = tryCounts(os);
  if (after.codeB < before.codeB - codesB) throw new Error('a try of 照合番号B too many');
  if (after.pin < before.pin - pcsc.presentations.length) throw new Error('a try of the PIN too many');
  await transport.close();
  if (pcsc.contexts.size > 0 || pcsc.cards.size > 0 || pcsc.timers > 0) throw new Error('something was left open');
  if (pcsc.commands > 1_700) throw new Error(`${pcsc.commands} commands`);
  return pcsc.answered;
}

async function inTime<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  const took = performance.now() - start;
  if (took > longestJob) throw new Error(`${what} took ${took.toFixed(0)} ms`);
  return result;
}

function mustBeEnd<T extends { readonly outcome: string }>(job: 'card.probe' | 'card.readPhoto', answer: T): T {
  const { outcome, ...fields } = answer;
  const ends: { readonly [outcome: string]: FieldTable } = jobs[job].ends;
  const table = ends[outcome];
  if (table === undefined || !fitsFields(table, fields)) throw new Error(`${job} answered ${JSON.stringify(answer)}`);
  return answer;
}

/** The one outcome that the answer to a presentation allows. */
function judgePhoto(
  read: { readonly outcome: string; readonly left?: number },
  presentations: readonly Presentation[],
  vault: Vault,
): void {
  if (vault.alive().includes('photo') !== (read.outcome === 'photo')) throw new Error('the vault disagrees');
  const [presented] = presentations;
  if (presented !== undefined && presented.digits !== codeBDigits) throw new Error('not 照合番号B');
  const allowed = presented === undefined ? ['gone', 'unreadable', 'locked', 'spared'] : allowedAfter(presented.word);
  if (!allowed.includes(read.outcome))
    throw new Error(`${read.outcome} after ${String(presented?.word?.toString(16))}`);
  mustTell(read.left, presented?.word);
}

function allowedAfter(told: number | undefined): readonly string[] {
  if (told === undefined) return ['unknown'];
  if (told === 0x9000) return ['photo', 'noPhoto', 'damaged', 'gone', 'unreadable'];
  if (told === 0x6983 || told === 0x6984 || told === 0x63c0) return ['locked'];
  if (told === 0x6300) return ['wrong', 'locked', 'unreadable'];
  return (told & 0xfff0) === 0x63c0 ? ['wrong'] : ['unreadable'];
}

function judgeIdentified(
  identified: { readonly outcome: string; readonly left?: number },
  presentations: readonly Presentation[],
): void {
  if (presentations.length > 1) throw new Error('the PIN presented twice');
  const [presented] = presentations;
  const told = presented?.word;
  const names: { readonly [outcome: string]: string } = {
    pinWrong: 'wrong',
    pinLocked: 'locked',
    pinUnknown: 'unknown',
  };
  const outcome = names[identified.outcome] ?? identified.outcome;
  const after = (): readonly string[] =>
    told === 0x9000
      ? ['ok', 'cardGone']
      : allowedAfter(told).map((name) => (name === 'unreadable' ? 'cardGone' : name));
  const allowed = presented === undefined ? ['cardGone', 'locked'] : after();
  if (!allowed.includes(outcome)) throw new Error(`${identified.outcome} after ${String(told?.toString(16))}`);
  mustTell(identified.left, told);
}

function mustTell(left: number | undefined, told: number | undefined): void {
  if (left === undefined || told === undefined || told === 0x6300) return;
  if (left !== (told & 0x0f)) throw new Error(`${left} tries left after ${told.toString(16)}`);
}

function tryCounts(os: CardOs): { readonly codeB: number; readonly pin: number } {
  const left = (aid: string, key: number): number => {
    os.reset();
    os.answer(Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, aid.length / 2, ...Buffer.from(aid, 'hex')));
    os.answer(Uint8Array.of(0x00, 0xa4, 0x02, 0x0c, 0x02, key >> 8, key & 0xff));
    return (os.answer(Uint8Array.of(0x00, 0x20, 0x00, 0x80))[1] ?? 0) & 0x0f;
  };
  return { codeB: left(applications.cardFace, cardFaceFiles.codeB), pin: left(applications.jpki, jpkiFiles.userPin) };
}
