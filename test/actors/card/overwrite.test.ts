import { expect, test } from 'vitest';
import { CardFacts } from '../../../src/actors/card/card-facts.ts';
import { createCardJobs } from '../../../src/actors/card/card-jobs.ts';
import type { CardTransport } from '../../../src/actors/card/transport.ts';
import { PretendProgram } from '../../../src/actors/program/practice/pretend-program.ts';
import { bench, presentations, readPhoto } from './bench.ts';

/** Keeps hold of the very buffers that a session is given, and of copies of the commands. */
function keeping(transport: CardTransport) {
  const buffers = new Set<ArrayBuffer>();
  const commands: Uint8Array[] = [];
  const kept: CardTransport = {
    watch: (tell) => transport.watch(tell),
    connect: async () => {
      const connected = await transport.connect();
      if ('refused' in connected) return connected;
      const { session } = connected;
      return {
        session: {
          transmit: (command, response) => {
            commands.push(command.slice());
            buffers.add(response.buffer);
            if (command[1] === 0x20) buffers.add(command.buffer);
            return session.transmit(command, response);
          },
          end: () => session.end(),
        },
      };
    },
  };
  /** Bytes that are not zero, but for the four bytes of an empty VERIFY, which holds nothing. */
  const left = () =>
    [...buffers]
      .filter((buffer) => buffer.byteLength > 4)
      .reduce((sum, buffer) => sum + new Uint8Array(buffer).filter(Boolean).length, 0);
  return { kept, buffers, commands, left };
}

test.each([
  ['photo', '', 'photo'],
  ['photo in short steps', 'expiry: 2027-02-17', 'photo'],
  ['refused digits', 'codeBRefuses: true', 'wrong'],
  ['card lost while the digits were under way', 'pulledAtApdu: 9', 'unknown'],
  ['card lost while the photo was read', 'expiry: 2027-02-17, pulledAtApdu: 20', 'gone'],
])('card.readPhoto leaves nothing in its buffers: %s', async (_, yaml, outcome) => {
  const b = await bench(yaml);
  const { kept, buffers, commands, left } = keeping(b.reader);
  const jobs = createCardJobs({ transport: kept, vault: b.vault, facts: new CardFacts(), tell: () => undefined });
  expect((await readPhoto(jobs)).outcome).toBe(outcome);
  expect(presentations(commands)).toBe(1);
  expect(buffers.size).toBeGreaterThan(1);
  expect(left()).toBe(0);
});

test.each([
  ['right', '1234', 'ok'],
  ['wrong', '9999', 'pinWrong'],
])('the pretend program leaves no PIN in its buffers: %s', async (_, digits, outcome) => {
  const b = await bench();
  const { kept, commands, left } = keeping(b.reader);
  const pin = new Uint8Array(new ArrayBuffer(4));
  for (let i = 0; i < 4; i++) pin[i] = digits.charCodeAt(i);
  const program = new PretendProgram(kept);
  program.set({
    visit: 1,
    server: 'online',
    program: { seconds: 0, qualification: 'ok', registration: 'ok', commit: 'ok' },
  });
  const answer = await program.answer({ id: 1, do: 'qualify', method: 'pin' }, pin, new AbortController().signal);
  expect(answer).toMatchObject({ outcome });
  expect(presentations(commands)).toBe(1);
  expect(pin).toEqual(new Uint8Array(4));
  expect(left()).toBe(0);
});
