import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CardFacts } from '../../../src/actors/card/card-facts.ts';
import { createCardJobs } from '../../../src/actors/card/card-jobs.ts';
import { tags } from '../../../src/actors/card/applications.ts';
import { CardOs } from '../../../src/actors/card/practice/card-os.ts';
import { cardContent } from '../../../src/actors/card/practice/card-content.ts';
import { printedCodeB } from '../../../src/actors/card/practice/code-b.ts';
import { findTlv, readTlvHead } from '../../../src/actors/card/tlv.ts';
import type { CardTransport, Transmitted } from '../../../src/actors/card/transport.ts';
import { Vault } from '../../../src/actors/vault.ts';
import { fitsFields, type FieldTable } from '../../../src/vocabulary/fields.ts';
import { jobs } from '../../../src/vocabulary/jobs.ts';
import { cardOf, fakePhoto, practiceKeys, presentations, probe, putDigits, readPhoto } from './bench.ts';

/** What a liar does to one answer. */
type Lie =
  | { readonly kind: 'honest' }
  | { readonly kind: 'cut' | 'flip' | 'grow'; readonly at: number; readonly by: number }
  | { readonly kind: 'replace'; readonly bytes: Uint8Array }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'fault'; readonly fault: 'cardGone' | 'readerLost' | 'protocol' };

const lie: fc.Arbitrary<Lie> = fc.oneof(
  { arbitrary: fc.constant<Lie>({ kind: 'honest' }), weight: 12 },
  fc.record({ kind: fc.constantFrom('cut', 'flip', 'grow'), at: fc.nat(300), by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('replace'), bytes: fc.uint8Array({ minLength: 0, maxLength: 258 }) }),
  fc.record({ kind: fc.constant('length'), length: fc.integer({ min: -2, max: 70_000 }) }),
  fc.record({ kind: fc.constant('fault'), fault: fc.constantFrom('cardGone', 'readerLost', 'protocol') }),
);

function twisted(lied: Lie, answer: Uint8Array, response: Uint8Array): Transmitted {
  switch (lied.kind) {
    case 'honest':
      break;
    case 'fault':
      return { fault: lied.fault };
    case 'length':
      response.set(answer.subarray(0, response.length));
      return { length: lied.length };
    case 'replace':
      response.set(lied.bytes.subarray(0, response.length));
      return { length: Math.min(lied.bytes.length, response.length) };
    case 'cut': {
      const length = Math.max(0, answer.length - lied.by);
      response.set(answer.subarray(0, length));
      return { length };
    }
    case 'grow': {
      const length = Math.min(response.length, answer.length + lied.by);
      response.fill(0x90, 0, length);
      response.set(answer.subarray(0, length));
      return { length };
    }
    case 'flip':
      if (answer.length > 0) {
        const at = lied.at % answer.length;
        answer[at] = (answer[at] ?? 0) ^ lied.by;
      }
      break;
  }
  if (answer.length > response.length) return { fault: 'protocol' };
  response.set(answer);
  return { length: answer.length };
}

function liar(os: CardOs, lies: readonly Lie[], commands: Uint8Array[]): CardTransport {
  let turn = 0;
  return {
    watch: () => () => undefined,
    connect: async () => {
      os.reset();
      return {
        session: {
          transmit: async (command, response) => {
            commands.push(command.slice());
            const lied = lies[turn % lies.length] ?? { kind: 'honest' };
            turn += 1;
            return twisted(lied, os.answer(command), response);
          },
          end: async () => os.reset(),
        },
      };
    },
  };
}

function isEndOf(job: 'card.probe' | 'card.readPhoto', { outcome, ...fields }: { readonly outcome: string }): boolean {
  const ends: { readonly [outcome: string]: FieldTable } = jobs[job].ends;
  const table = ends[outcome];
  return table !== undefined && fitsFields(table, fields);
}

test('whatever a card answers: a closed outcome, one presentation at most, none with few tries told', async () => {
  const keys = await practiceKeys();
  const property = fc.asyncProperty(
    fc.array(lie, { minLength: 1, maxLength: 40 }),
    fc.boolean(),
    fc.integer({ min: 0, max: 10 }),
    async (lies, short, codeBTries) => {
      const card = cardOf(`expiry: ${short ? 2027 : 2031}-02-17, codeBTries: ${codeBTries}`);
      const os = new CardOs(cardContent(card, fakePhoto(5_000), keys, 7));
      const vault = new Vault();
      putDigits(vault, printedCodeB(card));
      const commands: Uint8Array[] = [];
      const transport = liar(os, lies, commands);
      const made = createCardJobs({
        transport,
        vault,
        facts: new CardFacts(),
        tell: () => undefined,
        wait: async () => undefined,
      });
      const probed = await probe(made);
      expect(isEndOf('card.probe', probed), JSON.stringify(probed)).toBe(true);
      const read = await readPhoto(made);
      expect(isEndOf('card.readPhoto', read), JSON.stringify(read)).toBe(true);
      expect(vault.alive().includes('photo')).toBe(read.outcome === 'photo');
      expect(isEndOf('card.readPhoto', await readPhoto(made))).toBe(true);
      expect(presentations(commands)).toBeLessThanOrEqual(1);
      expect(commands.length).toBeLessThan(1_300);
    },
  );
  await fc.assert(property, { numRuns: 2_000 });
});

test('a card that hands out one byte at a time is given up', async () => {
  const card = cardOf('expiry: 2027-02-17');
  const os = new CardOs(cardContent(card, fakePhoto(), await practiceKeys(), 1));
  const vault = new Vault();
  putDigits(vault, printedCodeB(card));
  const commands: Uint8Array[] = [];
  const stingy: CardTransport = {
    watch: () => () => undefined,
    connect: async () => ({
      session: {
        transmit: async (command, response) => {
          commands.push(command);
          const one = command[1] === 0xb0 ? Uint8Array.of(...command.subarray(0, 4), 1) : command;
          const answer = os.answer(one);
          response.set(answer);
          return { length: answer.length };
        },
        end: async () => os.reset(),
      },
    }),
  };
  const made = createCardJobs({ transport: stingy, vault, facts: new CardFacts(), tell: () => undefined });
  expect(['unreadable', 'damaged']).toContain((await readPhoto(made)).outcome);
  expect(commands.length).toBeLessThan(450);
});

test('BER-TLV heads lie inside whatever bytes they are read from', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(600), fc.nat(700), (bytes, at, end) => {
      const head = readTlvHead(bytes, at, end);
      if (head === undefined) return;
      expect(head.valueStart).toBeGreaterThan(at);
      expect(head.valueStart).toBeLessThanOrEqual(Math.min(end, bytes.length));
      expect(head.valueEnd).toBeGreaterThanOrEqual(head.valueStart);
    }),
    { numRuns: 20_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const found = findTlv(bytes, tags.capabilities, 0, bytes.length);
      if (found !== undefined) expect(found.valueEnd).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ['one byte', [0x04, 0x01, 0x07], { tag: 0x04, valueStart: 2, valueEnd: 3 }],
  ['two-byte tag, 82', [0xdf, 0x27, 0x82, 0x01, 0x00], { tag: 0xdf27, valueStart: 5, valueEnd: 261 }],
  ['81', [0xff, 0x20, 0x81, 0x80], { tag: 0xff20, valueStart: 4, valueEnd: 132 }],
  ['83', [0xff, 0x20, 0x83, 0x01, 0x00, 0x00], { tag: 0xff20, valueStart: 6, valueEnd: 65_542 }],
  ['endless length', [0xff, 0x20, 0x80, 0x00], undefined],
  ['four-byte length', [0xff, 0x20, 0x84, 0, 0, 0, 1], undefined],
  ['cut length', [0xff, 0x20, 0x82, 0x01], undefined],
  ['endless tag', [0xff, 0xff, 0xff, 0xff, 0xff], undefined],
])('BER-TLV head: %s', (_, bytes, head) => {
  expect(readTlvHead(Uint8Array.from(bytes), 0, bytes.length)).toEqual(head);
});
