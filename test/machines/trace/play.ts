import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import { activeLeaves, buildMachine, noSurroundings, type MachineEvent } from '../../../src/machines/build.ts';
import { timerEvent } from '../../../src/machines/explore/compile.ts';
import { isTouch } from '../../../src/machines/explore/happenings.ts';
import { outwards, type State } from '../../../src/machines/flow/definition.ts';
import { jobOfOutcome } from '../../../src/machines/flow/names.ts';
import type { LoadedFlow } from '../../../src/machines/load.ts';
import { createTraceRecorder } from '../../../src/machines/trace/record.ts';
import { takesTouch, viewOf } from '../../../src/machines/view.ts';
import { effects, type EffectName } from '../../../src/vocabulary/effects.ts';
import { touches, type TouchName } from '../../../src/vocabulary/events.ts';
import type { TraceHead } from '../../../src/vocabulary/trace.ts';

/** A golden trace is not tied to one version of the files: its hashes are empty. */
export const goldenHead: TraceHead = {
  k: 'head',
  v: 1,
  flow: 'visit',
  flowHash: '',
  textHash: '',
  app: 'golden',
  xstate: '',
  panel: '',
  clock: 'virtual',
};

/**
 * Plays a script through pure transitions and records it: `CARD.IN; after cardSettles; card.probe.myna pinTries=3`.
 * `PIN.KEY*4` is four keys. What cannot happen where the machine stands — a touch the view does not offer, an answer of a
 * job that does not run, a delay of no active state — throws: a script is a visit, not a list of events.
 */
export function play({ flow, settings }: LoadedFlow, script: string): readonly string[] {
  const machine = buildMachine(flow, settings, noSurroundings);
  const lines: string[] = [];
  const recorder = createTraceRecorder(goldenHead, (line) => lines.push(line));
  let [snapshot]: [AnyMachineSnapshot, unknown] = initialTransition(machine);
  let time = 0;
  const active = (): readonly State[] => activeLeaves(flow, snapshot).flatMap((leaf) => [...outwards(leaf)]);

  const eventOf = (words: string): MachineEvent => {
    const [name = '', ...fields] = words.split(' ');
    if (name === 'after') {
      const [delay = ''] = fields;
      const state = active().find(({ after }) => after.has(delay));
      if (state === undefined) throw new Error(`no active state waits for ${delay}`);
      time += Number(settings.get(delay)) * 1000;
      return { type: timerEvent(flow, state, delay) };
    }
    time += 100;
    const values = fields.map((field): readonly [string, string | number] => {
      const [key = '', value = ''] = field.split('=');
      return [key, /^\d+$/.test(value) ? Number(value) : value];
    });
    return { ...Object.fromEntries(values), type: name };
  };
  const send = (event: MachineEvent): void => {
    const job = jobOfOutcome.get(event.type);
    if (job !== undefined && !active().some(({ invoke }) => invoke?.src === job))
      throw new Error(`${event.type}, but ${job} does not run`);
    if (isTouch(event.type) && !(isTouchName(event.type) && takesTouch(viewOf(flow, snapshot), event.type, snapshot)))
      throw new Error(`${event.type} is not offered by ${viewOf(flow, snapshot).text}`);
    const [next, actions] = transition(machine, snapshot, event);
    snapshot = next;
    const done = actions.flatMap(({ params }) => effectIn(params));
    recorder.event(
      time,
      event,
      activeLeaves(flow, snapshot).map(({ path }) => path),
      done,
    );
  };
  for (const part of script.split(';').map((words) => words.trim().replaceAll(/\s+/g, ' '))) {
    if (part === '') continue;
    const [words = '', times = '1'] = part.split('*');
    for (let i = 0; i < Number(times); i++) {
      try {
        send(eventOf(words));
      } catch (error) {
        throw new Error(`"${part}" in ${active()[0]?.path ?? ''} … ${viewOf(flow, snapshot).text}: ${String(error)}`, {
          cause: error,
        });
      }
    }
  }
  recorder.flush();
  return lines;
}

function isTouchName(name: string): name is TouchName {
  return name in touches;
}

function effectIn(params: unknown): readonly EffectName[] {
  const name = typeof params === 'object' && params !== null && 'name' in params ? params.name : undefined;
  const found = effects.find((effect) => effect === name);
  return found === undefined ? [] : [found];
}
