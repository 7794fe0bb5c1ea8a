import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { childExecArgv, cleanEnvironment } from '../../../src/host/hardening/start-options.ts';

const childNeeds = fileURLToPath(new URL('./programs/child-needs.ts', import.meta.url));

test('a child can do what recognition needs and nothing that leaves a trace', async () => {
  const child = spawn(process.execPath, [...childExecArgv(), childNeeds], {
    env: cleanEnvironment(process.env),
    stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'ipc'],
  });
  const secrets = child.stdio[3];
  if (!(secrets instanceof Writable)) throw new Error('no pipe for secrets');
  secrets.write(new Uint8Array([7, 7]));
  const [answer] = await once(child, 'message');
  const done = 'done';
  const refused = 'refused';
  expect(answer).toEqual({
    needs: { onnxruntime: done, koffi: done, ws: done, secretPipe: done, jpeg2000: done },
    forbidden: {
      writeFile: refused,
      spawn: refused,
      worker: refused,
      heapSnapshot: refused,
      report: refused,
      inspector: refused,
      codeFromText: refused,
    },
  });
});

test('the environment is an allow-list', () => {
  const doors = {
    NODE_OPTIONS: '--inspect',
    NODE_REPL_EXTERNAL_MODULE: 'x',
    NODE_V8_COVERAGE: 'x',
    NODE_PATH: 'x',
    NODE_DEBUG: 'x',
    ELECTRON_RUN_AS_NODE: '1',
    ELECTRON_ENABLE_LOGGING: '1',
    LD_PRELOAD: 'x',
    LD_AUDIT: 'x',
    SSLKEYLOGFILE: 'x',
    PCSCLITE_CSOCK_NAME: 'x',
    npm_config_registry: 'x',
    made_up_next_year: 'x',
  };
  const kept = {
    PATH: '/bin',
    HOME: '/h',
    LC_ALL: 'C',
    XDG_CACHE_HOME: '/c',
    HONNIN_MODELS: '/m',
    SystemRoot: 'C:\\Windows',
  };
  expect(cleanEnvironment({ ...doors, ...kept, TZ: undefined })).toEqual(kept);
});
