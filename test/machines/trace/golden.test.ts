import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTrace } from '../../../src/machines/trace/parse.ts';
import { replayTrace } from '../../../src/machines/trace/replay.ts';
import { flowWith } from '../flow-files.ts';
import { play } from './play.ts';
import { scenarios } from './scenarios.ts';

const folder = join(import.meta.dirname, '..', '..', 'traces');

describe('golden visits', () => {
  for (const { name, settings, script } of scenarios) {
    // Where the flow was changed on purpose: vitest run test/machines/trace -u, and read the difference.
    test(name, async () => {
      const loaded = flowWith(settings);
      const text = `${play(loaded, script).join('\n')}\n`;
      await expect(text).toMatchFileSnapshot(join(folder, `${name}.jsonl`));
      const trace = parseTrace(text);
      if ('broken' in trace) throw new Error(`${name}:${trace.broken.line} ${trace.broken.cause}`);
      expect(replayTrace(loaded, trace.steps)).toEqual({ same: true, steps: trace.steps.length });
    });
  }

  test('no trace is left without its script', () => {
    expect(readdirSync(folder).sort()).toEqual(scenarios.map(({ name }) => `${name}.jsonl`).sort());
  });
});
