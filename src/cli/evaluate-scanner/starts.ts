import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../../actors/models/manifest.ts';
import { middleAndTail } from '../../actors/scanner/evaluation/score.ts';
import { spawnScanner } from '../../actors/scanner/warm-child.ts';

const childScript = fileURLToPath(new URL('../../actors/scanner/child/main.ts', import.meta.url));

/** Times how long a scanner child takes until it is ready, beside a Node process that only says so, by turns. */
export async function timeStarts(count: number): Promise<number> {
  const files = [
    join(repositoryRoot, 'models', 'front-reader.onnx'),
    join(repositoryRoot, 'models', 'front-layouts.yaml'),
  ];
  const child: number[] = [];
  const empty: number[] = [];
  for (let at = 0; at < count; at++) {
    child.push(await untilReady(() => spawnScanner(childScript, [...files, 'network', 'practice'])));
    empty.push(
      await untilReady(() =>
        spawn(process.execPath, ['-e', 'process.send(1)'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
      ),
    );
  }
  const [ready, nothing] = [middleAndTail(child), middleAndTail(empty)];
  console.log(
    `scanner child ready: ${ready.p50} ms p50, ${ready.p95} ms p95, least ${Math.min(...child).toFixed(1)} ms`,
  );
  console.log(`an empty Node process: ${nothing.p50} ms p50; ratio ${(ready.p50 / nothing.p50).toFixed(1)}`);
  return 0;
}

/** Milliseconds from the start to the first message; the process is ended then. */
function untilReady(start: () => ChildProcess): Promise<number> {
  const started = performance.now();
  const child = start();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('message', () => {
      const took = performance.now() - started;
      child.once('exit', () => resolve(took));
      child.kill('SIGKILL');
    });
  });
}
