import { expect, test } from 'vitest';
import { returnCodes } from '../../../../src/actors/card/pcsc/codes.ts';
import type { PcscNote } from '../../../../src/actors/card/pcsc/notes.ts';
import { longestIdleMs } from '../../../../src/actors/card/pcsc/pcsc-session.ts';
import { PcscTransport } from '../../../../src/actors/card/pcsc/pcsc-transport.ts';
import { chooseReader } from '../../../../src/actors/card/pcsc/reader-choice.ts';
import { cardContent } from '../../../../src/actors/card/practice/card-content.ts';
import { CardOs } from '../../../../src/actors/card/practice/card-os.ts';
import type { CardSession, Presence } from '../../../../src/actors/card/transport.ts';
import { cardOf, fakePhoto, practiceKeys } from '../bench.ts';
import { settled, StandIn } from './stand-in.ts';

const reader = 'Practice Reader 00 00';
const other = 'Somebody Else 01 00';
const selectJpki = bytes(0x00, 0xa4, 0x04, 0x0c, 0x0a, 0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0, 0, 0, 1);

function bytes(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(new ArrayBuffer(values.length));
  buffer.set(values);
  return buffer;
}

const keys = await practiceKeys();
function newCard(): CardOs {
  return new CardOs(cardContent(cardOf(''), fakePhoto(100), keys, 1));
}

interface Stage {
  readonly pcsc: StandIn;
  readonly transport: PcscTransport;
  readonly notes: PcscNote[];
  readonly seen: Presence[];
}

function stage(): Stage {
  const pcsc = new StandIn();
  pcsc.plug(other);
  pcsc.plug(reader);
  const notes: PcscNote[] = [];
  const transport = new PcscTransport({ reader, library: pcsc, clock: pcsc, note: (note) => notes.push(note) });
  return { pcsc, transport, notes, seen: [] };
}

async function opened(transport: PcscTransport): Promise<CardSession> {
  const connected = await transport.connect();
  if ('refused' in connected) throw new Error(connected.refused);
  return connected.session;
}

/** Nothing of ours is left with the service, and no timer runs. */
async function expectNothingLeft({ pcsc, transport }: Stage): Promise<void> {
  const closing = transport.close();
  await pcsc.advance(2_000);
  await closing;
  expect(pcsc.contexts.size).toBe(0);
  expect(pcsc.cards.size).toBe(0);
  expect(pcsc.timers).toBe(0);
}

test('a card is told when it comes and goes, on the configured reader only', async () => {
  const made = stage();
  const { pcsc, transport, seen } = made;
  transport.watch((presence) => seen.push(presence));
  expect(seen).toEqual([]);
  await pcsc.advance(0);
  pcsc.insert(other, newCard());
  await pcsc.advance(3_000);
  expect(seen).toEqual(['absent']);
  pcsc.insert(reader, newCard());
  await settled();
  pcsc.remove(reader);
  await settled();
  expect(seen).toEqual(['absent', 'present', 'absent']);
  await expectNothingLeft(made);
});

test('a card that was exchanged between two looks is told as gone and come', async () => {
  const made = stage();
  const { pcsc, transport, seen } = made;
  pcsc.insert(reader, newCard());
  transport.watch((presence) => seen.push(presence));
  await pcsc.advance(0);
  pcsc.exchange(reader, newCard());
  await pcsc.advance(0);
  expect(seen).toEqual(['present', 'absent', 'present']);
  await expectNothingLeft(made);
});

test('a reader that is unplugged and plugged in again', async () => {
  const made = stage();
  const { pcsc, transport, seen, notes } = made;
  pcsc.insert(reader, newCard());
  transport.watch((presence) => seen.push(presence));
  await pcsc.advance(0);
  pcsc.unplug(reader);
  await pcsc.advance(10_000);
  expect(seen).toEqual(['present', 'readerLost']);
  pcsc.plug(reader);
  await pcsc.advance(2_000);
  expect(seen).toEqual(['present', 'readerLost', 'absent']);
  expect(notes).toEqual(['readerLost', 'readerBack']);
  await expectNothingLeft(made);
});

test.each([
  ['stopped for a while', 5_000],
  ['restarted at once', 0],
])('the service %s: told, and recovered within 2 s', async (_, away) => {
  const made = stage();
  const { pcsc, transport, seen, notes } = made;
  pcsc.insert(reader, newCard());
  transport.watch((presence) => seen.push(presence));
  await pcsc.advance(0);
  pcsc.stop();
  await pcsc.advance(away);
  pcsc.start();
  await pcsc.advance(2_000);
  expect(seen).toEqual(['present', 'readerLost', 'present']);
  expect(notes).toContain('serviceLost');
  expect(notes.at(-1)).toBe('serviceBack');
  expect(pcsc.contexts.size).toBe(1);
  await expectNothingLeft(made);
});

test('no service at the start is no fault: the reader comes with it', async () => {
  const made = stage();
  const { pcsc, transport, seen } = made;
  pcsc.stop();
  transport.watch((presence) => seen.push(presence));
  await pcsc.advance(60_000);
  expect(seen).toEqual(['readerLost']);
  expect(pcsc.calls.length).toBeLessThan(300);
  expect(await transport.connect()).toEqual({ refused: 'readerLost' });
  pcsc.start();
  await pcsc.advance(2_000);
  expect(seen).toEqual(['readerLost', 'absent']);
  await expectNothingLeft(made);
});

test.each([true, false])('sleep, contexts stale: %s', async (contexts) => {
  const made = stage();
  const { pcsc, transport, seen } = made;
  pcsc.insert(reader, newCard());
  transport.watch((presence) => seen.push(presence));
  await pcsc.advance(0);
  const session = await opened(transport);
  expect(await session.transmit(selectJpki, bytes(...Array(258).keys()))).toEqual({ length: 2 });
  pcsc.sleep(contexts);
  const after = await session.transmit(selectJpki, bytes(...Array(258).keys()));
  expect(after).toEqual({ fault: contexts ? 'readerLost' : 'cardGone' });
  await session.end();
  await pcsc.advance(2_000);
  expect(seen.at(-1)).toBe('present');
  const again = await opened(transport);
  expect(await again.transmit(selectJpki, bytes(...Array(258).keys()))).toEqual({ length: 2 });
  await again.end();
  await expectNothingLeft(made);
});

test('a stale context is renewed by the connect that meets it', async () => {
  const made = stage();
  const { pcsc, transport, notes } = made;
  pcsc.insert(reader, newCard());
  await (await opened(transport)).end();
  pcsc.restart();
  const session = await opened(transport);
  expect(notes).toEqual(['stale']);
  await session.end();
  await expectNothingLeft(made);
});

test.each([
  ['establishContext', returnCodes.internalError, 'readerLost'],
  ['listReaders', returnCodes.serviceStopped, 'ok'],
  ['connect', returnCodes.sharingViolation, 'sharing'],
  ['connect', returnCodes.noSmartcard, 'noCard'],
  ['connect', returnCodes.removedCard, 'noCard'],
  ['connect', returnCodes.unresponsiveCard, 'mute'],
  ['connect', returnCodes.unpoweredCard, 'mute'],
  ['connect', returnCodes.unknownReader, 'readerLost'],
  ['connect', returnCodes.serviceCommunication, 'ok'],
  ['reconnect', returnCodes.removedCard, 'noCard'],
  ['beginTransaction', returnCodes.resetCard, 'mute'],
] as const)('%s answers %i: connect says %s and holds nothing', async (call, code, result) => {
  const made = stage();
  const { pcsc, transport } = made;
  pcsc.insert(reader, newCard());
  pcsc.faults.set(call, call === 'establishContext' ? [code, code] : [code]);
  const connected = await transport.connect();
  expect('refused' in connected ? connected.refused : 'ok').toBe(result);
  if ('session' in connected) await connected.session.end();
  expect(pcsc.cards.size).toBe(0);
  await expectNothingLeft(made);
});

test.each([
  ['nothing, with success', 0, [], { fault: 'cardGone' }],
  ['one byte', 0, [0x90], { fault: 'protocol' }],
  ['a removal', returnCodes.removedCard, [], { fault: 'cardGone' }],
  ['a reset', returnCodes.resetCard, [], { fault: 'cardGone' }],
  ['a reader unplugged', returnCodes.readerUnavailable, [], { fault: 'readerLost' }],
  ['a dead service', returnCodes.serviceCommunication, [], { fault: 'readerLost' }],
  ['a failed exchange', returnCodes.notTransacted, [], { fault: 'protocol' }],
  ['lost bytes', returnCodes.communicationDataLost, [], { fault: 'protocol' }],
  ['more than the buffer holds', 0, Array(300).fill(0), { fault: 'protocol' }],
  ['an unheard-of code', 0x8010_00ff, [], { fault: 'protocol' }],
] as const)('transmit meets %s', async (_, code, answer, result) => {
  const made = stage();
  const { pcsc, transport } = made;
  pcsc.insert(reader, newCard());
  const session = await opened(transport);
  pcsc.answers.push({ code, bytes: answer });
  expect(await session.transmit(selectJpki, bytes(...Array(258).keys()))).toEqual(result);
  await session.end();
  expect(await session.transmit(selectJpki, bytes(0, 0))).toEqual({ fault: 'cardGone' });
  await session.end();
  await expectNothingLeft(made);
});

test('others may use the reader: a card without a command for a second is let go of', async () => {
  const made = stage();
  const { pcsc, transport, notes } = made;
  pcsc.insert(reader, newCard());
  const session = await opened(transport);
  for (let turn = 0; turn < 5; turn++) {
    await pcsc.advance(longestIdleMs - 1);
    expect(await session.transmit(selectJpki, bytes(...Array(258).keys()))).toEqual({ length: 2 });
  }
  expect(pcsc.cards.size).toBe(1);
  expect(await transport.connect()).toEqual({ refused: 'sharing' });
  await pcsc.advance(longestIdleMs);
  expect(pcsc.cards.size).toBe(0);
  expect(notes).toEqual(['sharing', 'idle']);
  expect(await session.transmit(selectJpki, bytes(0, 0))).toEqual({ fault: 'cardGone' });
  await session.end();
  pcsc.held(reader, true);
  expect(await transport.connect()).toEqual({ refused: 'sharing' });
  pcsc.held(reader, false);
  await (await opened(transport)).end();
  await expectNothingLeft(made);
});

test('a card that others have used starts anew, and is left reset', async () => {
  const made = stage();
  const { pcsc, transport } = made;
  const card = newCard();
  pcsc.insert(reader, card);
  card.answer(selectJpki);
  const session = await opened(transport);
  const response = bytes(...Array(258).keys());
  // Without an application no file can be selected.
  const selectPin = bytes(0x00, 0xa4, 0x02, 0x0c, 0x02, 0x00, 0x18);
  await session.transmit(selectPin, response);
  expect([response[0], response[1]]).toEqual([0x6a, 0x82]);
  await session.transmit(selectJpki, response);
  await session.end();
  expect([...card.answer(selectPin)]).toEqual([0x6a, 0x82]);
  await expectNothingLeft(made);
});

test('1,000 restarts, removals and unplugged readers: always back within 2 s, nothing left behind', async () => {
  const made = stage();
  const { pcsc, transport, seen } = made;
  const card = newCard();
  pcsc.insert(reader, card);
  transport.watch((presence) => seen.push(presence));
  await pcsc.advance(0);
  for (let round = 0; round < 1_000; round++) {
    const session = round % 3 === 0 ? await opened(transport) : undefined;
    switch (round % 5) {
      case 0:
        pcsc.restart();
        break;
      case 1:
        pcsc.stop();
        await pcsc.advance(round);
        pcsc.start();
        break;
      case 2:
        pcsc.unplug(reader);
        await pcsc.advance(round);
        pcsc.plug(reader);
        pcsc.insert(reader, card);
        break;
      case 3:
        pcsc.remove(reader);
        await pcsc.advance(10);
        pcsc.insert(reader, card);
        break;
      case 4:
        pcsc.sleep(round % 2 === 0);
        break;
    }
    if (session !== undefined) {
      await session.transmit(selectJpki, bytes(...Array(258).keys()));
      await session.end();
    }
    await pcsc.advance(2_000);
    expect(seen.at(-1), `round ${round}`).toBe('present');
    const again = await opened(transport);
    expect(await again.transmit(selectJpki, bytes(...Array(258).keys()))).toEqual({ length: 2 });
    await again.end();
    expect(pcsc.contexts.size).toBeLessThanOrEqual(2);
    expect(pcsc.cards.size).toBe(0);
  }
  await expectNothingLeft(made);
});

test.each([
  ['tells changes without end', (pcsc: StandIn) => (pcsc.restless = true)],
  ['fails each time', (pcsc: StandIn) => pcsc.faults.set('listReaders', Array(1_000).fill(returnCodes.serviceStopped))],
])('a service that %s is not asked without a pause', async (_, upset) => {
  const made = stage();
  const { pcsc, transport } = made;
  upset(pcsc);
  transport.watch(() => undefined);
  for (let turn = 0; turn < 50; turn++) await settled();
  expect(pcsc.calls.length).toBeLessThan(12);
  await pcsc.advance(10_000);
  expect(pcsc.calls.length).toBeLessThan(200);
  pcsc.faults.clear();
  await expectNothingLeft(made);
});

test('a watch that was ended tells nothing more', async () => {
  const made = stage();
  const { pcsc, transport, seen } = made;
  const stop = transport.watch((presence) => seen.push(presence));
  stop();
  await pcsc.advance(0);
  pcsc.insert(reader, newCard());
  await pcsc.advance(5_000);
  expect(seen).toEqual([]);
  expect(pcsc.contexts.size).toBe(0);
  await expectNothingLeft(made);
});

test.each([
  [['A 00 00', 'B 00 00'], 'A 00 00', { reader: 'A 00 00' }],
  [['A 00 00', 'B 01 00'], 'B', { reader: 'B 01 00' }],
  [['A 0', 'B 1'], 'B', { reader: 'B 1' }],
  [['A 00 00', 'A 00 01'], 'A', { none: 'ambiguous' }],
  [['A 00 00'], 'A 00 01', { none: 'absent' }],
  [['ABC 00 00'], 'A', { none: 'absent' }],
  [[], 'A', { none: 'absent' }],
])('of %j the configured %s is %j', (readers, configured, choice) => {
  expect(chooseReader(readers, configured)).toEqual(choice);
});
