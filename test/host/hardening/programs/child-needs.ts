/**
 * Does in a child what the matcher and scanner children need, and what they must not be able to do. Sends one message
 * with what happened to each. The secret comes over fd 3.
 */
import { spawnSync } from 'node:child_process';
import { readSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import inspector from 'node:inspector';
import { tmpdir } from 'node:os';
import path from 'node:path';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';

const load = createRequire(import.meta.url);
const secret = new Uint8Array(new ArrayBuffer(2));
const needs = {
  onnxruntime: tried(() => load('onnxruntime-node')),
  koffi: tried(() => load('koffi')),
  ws: tried(() => load('ws')),
  secretPipe: tried(() => readSync(3, secret)) === 'done' && secret[0] === 7 ? 'done' : 'empty',
  jpeg2000: await decoder(),
};
const forbidden = {
  writeFile: tried(() => writeFileSync(path.join(tmpdir(), 'honnin-must-not-be'), '')),
  spawn: tried(() => spawnSync(process.execPath, ['--version'])),
  worker: tried(() => new Worker('0', { eval: true })),
  heapSnapshot: tried(() => v8.writeHeapSnapshot(path.join(tmpdir(), 'honnin-must-not-be.heapsnapshot'))),
  report: tried(() => process.report.writeReport(path.join(tmpdir(), 'honnin-must-not-be.json'))),
  inspector: tried(() => inspector.open(0)),
  // oxlint-disable-next-line no-eval, typescript/no-implied-eval -- that it is refused is what is tested
  codeFromText: tried(() => new Function('return 1')()),
};
process.send?.({ needs, forbidden }, () => process.exit(0));

function tried(act: () => unknown): string {
  try {
    act();
    return 'done';
  } catch (error) {
    if (!(error instanceof Error)) return 'failed';
    return error instanceof EvalError || ('code' in error && error.code === 'ERR_ACCESS_DENIED')
      ? 'refused'
      : error.message;
  }
}

async function decoder(): Promise<string> {
  try {
    await load('@cornerstonejs/codec-openjpeg/decodewasmjs')({ print: () => undefined, printErr: () => undefined });
    return 'done';
  } catch (error) {
    return String(error);
  }
}
