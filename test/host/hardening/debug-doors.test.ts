import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { coreExecArgv } from '../../../src/host/hardening/start-options.ts';
import { debugDoors } from '../../../src/host/hardening/debug-doors.ts';

const source = new URL('../../../src/host/hardening/debug-doors.ts', import.meta.url).href;
const script = `
  import { debugDoors, closeInspector } from ${JSON.stringify(source)};
  import inspector from 'node:inspector';
  const doors = debugDoors().filter((door) => door !== '--input-type' && door !== '--eval');
  closeInspector();
  console.log(JSON.stringify({ doors, inspector: inspector.url() ?? null }));
`;

/** Starts a real process with flags and variables and reads what it found out about itself. */
function found(flags: readonly string[], env: NodeJS.ProcessEnv = {}): unknown {
  const {
    NODE_OPTIONS: _options,
    NODE_V8_COVERAGE: _coverage,
    NODE_DEBUG: _debug,
    LD_PRELOAD: _preload,
    ...rest
  } = process.env;
  const ran = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', script], {
    env: { ...rest, ...env },
    encoding: 'utf8',
  });
  return JSON.parse(ran.stdout);
}

test.each([
  [['--inspect=127.0.0.1:0'], {}, ['--inspect', 'inspector']],
  [['--heapsnapshot-signal=SIGUSR2'], {}, ['--heapsnapshot-signal']],
  [['--report-on-signal'], {}, ['--report-on-signal']],
  [[], { NODE_OPTIONS: '--inspect=127.0.0.1:0' }, ['NODE_OPTIONS', 'inspector']],
  [[], { ELECTRON_RUN_AS_NODE: '1' }, ['ELECTRON_RUN_AS_NODE']],
  [coreExecArgv(), {}, []],
])('started with %j and %j it finds %j', (flags, env, doors) => {
  expect(found(flags, env)).toEqual({ doors, inspector: null });
});

test('names doors, never values', () => {
  const start = {
    execArgv: ['--require=/home/x'],
    env: { LD_PRELOAD: '/tmp/x.so', NODE_DEBUG: '' },
    inspecting: false,
  };
  expect(debugDoors(start)).toEqual(['--require', 'LD_PRELOAD']);
});
