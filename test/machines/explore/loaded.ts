import type { Golden } from '../../../src/machines/laws/fate.ts';
import { parseTrace } from '../../../src/machines/trace/parse.ts';
import { flowWith } from '../flow-files.ts';
import { play } from '../trace/play.ts';
import { scenarios, type Scenario } from '../trace/scenarios.ts';

/** Whatever a facility may ask for is on, since what never happens cannot be judged; few tries keep the graph small. */
export const loaded = flowWith(
  'askSurgery: true\naskTreatment: true\naskHighCost: true\naskSubsidy: true\naskPrescription: true\nrandomiseMethods: true\nfaceTries: 2\nscanTries: 2\ncommitTriesMost: 2\n',
);

/** A scenario as the unchanged flow plays it. */
export function golden({ name, settings, script }: Scenario): Golden {
  const flow = flowWith(settings);
  const trace = parseTrace(play(flow, script).join('\n'));
  if ('broken' in trace) throw new Error(trace.broken.cause);
  return { name, settings: flow.settings, steps: trace.steps };
}

export function goldenNamed(name: string): Golden {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return golden(scenario);
}
