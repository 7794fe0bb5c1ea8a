import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ProgramBridge } from '../../../src/actors/program/bridge.ts';
import { createProgramJobs } from '../../../src/actors/program/program-jobs.ts';
import { Vault } from '../../../src/actors/vault.ts';
import { ping, putPin, qualify, register } from './stage.ts';

const hello = `console.log(JSON.stringify({ hello: 'fake', speaks: 1 }));`;
/** A program in a few lines that answers every request with what `answer(request)` returns, as it is. */
const answering = (answer: string) => `${hello}
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  console.log(${answer});
});`;

let folder: string;
let bridge: ProgramBridge | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'honnin-'));
});
afterEach(() => bridge?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fake(source: string, vault = new Vault()) {
  const file = join(folder, 'program.cjs');
  writeFileSync(file, source);
  bridge = new ProgramBridge({ file: process.execPath, args: [file], env: {} }, 200);
  return createProgramJobs({ port: bridge, vault });
}

test('a program that is not there', async () => {
  bridge = new ProgramBridge({ file: join(folder, 'nothing'), args: [], env: {} });
  const jobs = createProgramJobs({ port: bridge, vault: new Vault() });
  expect(await ping(jobs)).toEqual({ outcome: 'programMissing' });
  expect(await ping(jobs)).toEqual({ outcome: 'programMissing' });
});

test.each([
  ['another version', `console.log('{"hello":"fake","speaks":2}'); setInterval(() => {}, 1000)`, 'versionMismatch'],
  ['no hello but noise', `console.log('Starting…'); setInterval(() => {}, 1000)`, 'garbage'],
  ['an endless line', `setInterval(() => process.stdout.write('x'.repeat(5000)), 1)`, 'garbage'],
  ['an end at once', `process.exit(1)`, 'programMissing'],
])('%s', async (_, source, outcome) => {
  expect(await ping(fake(source))).toEqual({ outcome });
});

test.each([
  ['no JSON', `'ok'`],
  ['an unknown outcome', `JSON.stringify({ id: request.id, outcome: 'splendid' })`],
  ['an outcome of another job', `JSON.stringify({ id: request.id, outcome: 'unregistered' })`],
  ['a missing field', `JSON.stringify({ id: request.id, outcome: 'pinWrong' })`],
  ['a field too many', `JSON.stringify({ id: request.id, outcome: 'ok', left: 3 })`],
  ['a field out of range', `JSON.stringify({ id: request.id, outcome: 'pinWrong', left: 99 })`],
  ['free text', `JSON.stringify({ id: request.id, outcome: 'ok', name: 'somebody' })`],
  ['a word of Object', `JSON.stringify({ id: request.id, outcome: 'constructor' })`],
])('%s is garbage', async (_, answer) => {
  expect(await register(fake(answering(answer)), 'face')).toEqual({ outcome: 'garbage' });
});

test('several questions at a time find their answers', async () => {
  const jobs = fake(`${hello}
    const held = [];
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      held.push(JSON.parse(line));
      if (held.length < 2) return;
      for (const r of held.reverse()) {
        console.log(JSON.stringify({ id: r.id, outcome: r.do === 'ping' ? 'slow' : 'several' }));
      }
    });`);
  const both = await Promise.all([qualify(jobs, 'face'), ping(jobs)]);
  expect(both).toEqual([{ outcome: 'several' }, { outcome: 'slow' }]);
});

test('the PIN travels on descriptor 3 as bytes, before its request, and in no line', async () => {
  const vault = new Vault();
  putPin(vault, '7315');
  const jobs = fake(
    `${hello}
    const fs = require('node:fs');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const got = Buffer.alloc(5);
      for (let at = 0; at < 5; ) at += fs.readSync(3, got, at, 5 - at, null);
      const right = got.toString('latin1') === '\\u00047315' && !line.includes('7315') && !process.argv.join().includes('7315');
      console.log(JSON.stringify({ id: JSON.parse(line).id, outcome: right ? 'ok' : 'none' }));
    });`,
    vault,
  );
  expect(await qualify(jobs, 'pin')).toEqual({ outcome: 'ok' });
  expect(await qualify(jobs, 'pin')).toEqual({ outcome: 'ok' });
  expect(vault.lend('pin', (bytes) => bytes.length)).toBe(4);
});

test('a cancel that is not acknowledged ends the program; the next question waits for the next life', async () => {
  const jobs = fake(
    answering(`request.do === 'ping' ? JSON.stringify({ id: request.id, outcome: 'online' }) : ''`).replace(
      'console.log(request',
      "if (request.do === 'ping') console.log(request",
    ),
  );
  const answers: unknown[] = [];
  const stop = jobs['program.qualify']({ method: 'face' }, (outcome) => answers.push(outcome));
  expect(await ping(jobs)).toEqual({ outcome: 'online' });
  stop();
  stop();
  expect(await ping(jobs)).toEqual({ outcome: 'online' });
  expect(answers).toEqual([]);
});

test('stopped before the program is up it is asked nothing', async () => {
  const jobs = fake(answering(`JSON.stringify({ id: request.id, outcome: request.id === 1 ? 'online' : 'slow' })`));
  const answers: unknown[] = [];
  jobs['program.qualify']({ method: 'face' }, (outcome) => answers.push(outcome))();
  expect(await ping(jobs)).toEqual({ outcome: 'online' });
  expect(answers).toEqual([]);
});
