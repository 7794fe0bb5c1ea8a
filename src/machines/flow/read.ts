import { errorIds } from '../../vocabulary/errors.ts';
import { touches, type TouchName } from '../../vocabulary/events.ts';
import { jobs, type JobName } from '../../vocabulary/jobs.ts';
import { secretNames, type SecretName } from '../../vocabulary/secrets.ts';
import { screens, steps } from '../../vocabulary/view.ts';
import { helpFor, type Place, type Problem } from '../problem.ts';
import {
  isList,
  isMapping,
  readBoolean,
  readList,
  readMap,
  readNumber,
  readString,
  YamlSource,
  type Entry,
  type Spot,
} from '../yaml-source.ts';
import type { Flow, State, Transition, Variable } from './definition.ts';
import { readActions, readCondition } from './read-parts.ts';
import { oneOf } from './read-values.ts';

/** The text of each flow file by its name in the flows folder (`visit.yaml` → text). */
export type FlowFiles = ReadonlyMap<string, string>;

const stateKeys = [
  'title',
  'screen',
  'step',
  'text',
  'shows',
  'offers',
  'shuffle',
  'waiting',
  'holds',
  'ignore',
  'initial',
  'entry',
  'exit',
  'on',
  'after',
  'always',
  'invoke',
  'states',
  'chapters',
] as const;

/**
 * Reads a flow and the files it names into one definition. Names are resolved later (check.ts); here only the form is
 * judged. Faults are added to `problems`; what could be read is returned all the same, so that all faults show at once.
 */
export function readFlow(entryFile: string, files: FlowFiles, problems: Problem[]): Flow {
  const source = open(entryFile, files, problems);
  const fields = new Map(
    readMap(source.root, ['flow', 'title', 'variables', 'conditions', 'regions']).map((e) => [e.key, e]),
  );
  for (const name of ['flow', 'title', 'variables', 'conditions', 'regions']) {
    if (!fields.has(name)) source.report('F103', source.root.place, `「${name}」がありません。`, `Missing "${name}".`);
  }
  const entriesOf = (name: string): readonly Entry[] => {
    const entry = fields.get(name);
    return entry === undefined ? [] : readMap(entry.value);
  };
  const variables = new Map<string, Variable>();
  for (const entry of entriesOf('variables')) {
    const variable = readVariable(entry);
    if (variable !== undefined) variables.set(variable.name, variable);
  }
  const conditions = new Map(entriesOf('conditions').map((entry) => [entry.key, readCondition(entry.value)]));
  const regions = entriesOf('regions').flatMap((entry) => {
    const named = new Map(readMap(entry.value, ['file']).map((e) => [e.key, e.value])).get('file');
    const file = named === undefined ? undefined : readString(named);
    if (named === undefined || file === undefined) return [];
    const part = openNamed(file, named, files, problems);
    return part === undefined ? [] : [readState(entry.key, entry.keyPlace, part.root, undefined, files, problems)];
  });
  const text = (name: string): string => {
    const entry = fields.get(name);
    return (entry === undefined ? undefined : readString(entry.value)) ?? entryFile;
  };
  return { name: text('flow'), title: text('title'), variables, conditions, regions, errors: errorIds };
}

function open(file: string, files: FlowFiles, problems: Problem[]): YamlSource {
  const text = files.get(file);
  if (text === undefined) {
    problems.push({
      code: 'F104',
      place: { file, line: 1, column: 1, length: 1 },
      ja: `ファイル「${file}」がありません。`,
      en: `File "${file}" is missing.`,
      help: helpFor(file, files.keys()),
    });
  }
  return new YamlSource(file, text ?? '{}', problems);
}

function openNamed(file: string, spot: Spot, files: FlowFiles, problems: Problem[]): YamlSource | undefined {
  if (files.has(file)) return open(file, files, problems);
  spot.source.report(
    'F104',
    spot.place,
    `ファイル「${file}」がありません。`,
    `File "${file}" is missing.`,
    helpFor(file, files.keys()),
  );
  return undefined;
}

function readVariable(entry: Entry): Variable | undefined {
  const fields = new Map(
    readMap(entry.value, ['flag', 'from', 'to', 'oneOf', 'errors', 'title', 'free', 'start']).map((e) => [
      e.key,
      e.value,
    ]),
  );
  const spot = (name: string): Spot | undefined => fields.get(name);
  const title = spot('title');
  const free = spot('free');
  const common = {
    name: entry.key,
    place: entry.keyPlace,
    title: (title === undefined ? undefined : readString(title)) ?? entry.key,
    free: free !== undefined && readBoolean(free) === true,
  };
  const flag = spot('flag');
  if (flag !== undefined) return { ...common, kind: 'flag', start: readBoolean(flag) ?? false };
  const words = spot('oneOf');
  if (words !== undefined) {
    const list = readList(words).flatMap((item) => readString(item) ?? []);
    return { ...common, kind: 'word', words: list, start: list[0] ?? '' };
  }
  if (spot('errors') !== undefined) return { ...common, kind: 'word', words: errorIds, start: 'none' };
  const from = spot('from');
  const to = spot('to');
  if (from !== undefined && to !== undefined) {
    const start = spot('start');
    const low = readNumber(from) ?? 0;
    return {
      ...common,
      kind: 'count',
      from: low,
      to: readNumber(to) ?? 0,
      start: (start === undefined ? undefined : readNumber(start)) ?? low,
    };
  }
  entry.value.source.report(
    'F105',
    entry.keyPlace,
    `変数「${entry.key}」の種類がわかりません。`,
    `Variable "${entry.key}" has no kind.`,
    'flag: / oneOf: / from: と to: / errors:',
  );
  return undefined;
}

function readState(
  name: string,
  place: Place,
  spot: Spot,
  parent: State | undefined,
  files: FlowFiles,
  problems: Problem[],
): State {
  const state: State = {
    name,
    path: parent === undefined ? name : `${parent.path}.${name}`,
    place,
    parent,
    children: [],
    title: name,
    screen: undefined,
    step: undefined,
    text: undefined,
    shows: [],
    offers: [],
    shuffle: undefined,
    waiting: false,
    holds: [],
    ignore: [],
    initial: undefined,
    entry: [],
    exit: [],
    on: new Map(),
    after: new Map(),
    always: [],
    invoke: undefined,
  };
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
    spot.source.report(
      'F106',
      place,
      `状態の名前「${name}」は半角の英小文字ではじめ、英数字だけにしてください。`,
      `State name "${name}" must be lowerCamelCase ASCII.`,
    );
  }
  for (const entry of readMap(spot, stateKeys)) readStateKey(state, entry, files, problems);
  return state;
}

function readStateKey(state: State, entry: Entry, files: FlowFiles, problems: Problem[]): void {
  const { value } = entry;
  const source = value.source;
  switch (entry.key) {
    case 'title':
      state.title = readString(value) ?? state.name;
      break;
    case 'screen':
      state.screen = oneOf(value, screens, '画面', 'screen');
      break;
    case 'step':
      state.step = oneOf(value, steps, '段階', 'step');
      break;
    case 'text': {
      const id = readString(value);
      if (id !== undefined) state.text = { id, place: value.place };
      break;
    }
    case 'shows':
      state.shows = namesOf(value);
      break;
    case 'offers':
      state.offers = readList(value).flatMap((item) => {
        const touch = oneOf(item, touchNames, '操作', 'touch');
        return touch === undefined ? [] : [{ touch, place: item.place }];
      });
      break;
    case 'shuffle': {
      const name = readString(value);
      if (name !== undefined) state.shuffle = { name, place: value.place };
      break;
    }
    case 'waiting':
      state.waiting = readBoolean(value) ?? false;
      break;
    case 'holds':
      state.holds = readList(value).flatMap((item): SecretName[] => {
        const secret = oneOf(item, secretNames, '秘密', 'secret');
        return secret === undefined ? [] : [secret];
      });
      break;
    case 'ignore':
      state.ignore = namesOf(value).map(({ name, place }) => ({ event: name, place }));
      break;
    case 'initial': {
      const name = readString(value);
      if (name !== undefined) state.initial = { name, place: value.place };
      break;
    }
    case 'entry':
      state.entry = readActions(value);
      break;
    case 'exit':
      state.exit = readActions(value);
      break;
    case 'on':
      state.on = readTransitionMap(value);
      break;
    case 'after':
      state.after = readTransitionMap(value);
      break;
    case 'always':
      state.always = readTransitions(value);
      break;
    case 'invoke':
      state.invoke = readInvoke(value);
      break;
    case 'states':
      for (const child of readMap(value))
        state.children.push(readState(child.key, child.keyPlace, child.value, state, files, problems));
      break;
    case 'chapters':
      for (const item of readList(value)) readChapter(state, item, files, problems);
      break;
    default:
      source.report('F102', entry.keyPlace, `「${entry.key}」という項目はありません。`, `Unknown key "${entry.key}".`);
  }
}

function readChapter(state: State, item: Spot, files: FlowFiles, problems: Problem[]): void {
  const file = readString(item);
  const part = file === undefined ? undefined : openNamed(file, item, files, problems);
  if (part === undefined) return;
  for (const entry of readMap(part.root, ['chapter', 'states'])) {
    if (entry.key !== 'states') continue;
    for (const child of readMap(entry.value))
      state.children.push(readState(child.key, child.keyPlace, child.value, state, files, problems));
  }
}

const touchNames = Object.keys(touches).filter((name): name is TouchName => name in touches);
const jobNames = Object.keys(jobs).filter((name): name is JobName => name in jobs);

function namesOf(spot: Spot): readonly { readonly name: string; readonly place: Place }[] {
  return readList(spot).flatMap((item) => {
    const name = readString(item);
    return name === undefined ? [] : [{ name, place: item.place }];
  });
}

function readTransitionMap(
  spot: Spot,
): ReadonlyMap<string, { readonly place: Place; readonly transitions: readonly Transition[] }> {
  return new Map(
    readMap(spot).map((entry) => [entry.key, { place: entry.keyPlace, transitions: readTransitions(entry.value) }]),
  );
}

function readTransitions(spot: Spot): readonly Transition[] {
  const items = isList(spot) ? readList(spot) : [spot];
  return items.map((item): Transition => {
    if (!isMapping(item)) {
      const name = readString(item);
      return {
        place: item.place,
        target: name === undefined ? undefined : { name, place: item.place },
        guard: undefined,
        reenter: false,
        actions: [],
      };
    }
    const fields = new Map(readMap(item, ['target', 'guard', 'actions', 'reenter']).map((e) => [e.key, e.value]));
    const target = fields.get('target');
    const guard = fields.get('guard');
    const actions = fields.get('actions');
    const reenter = fields.get('reenter');
    const name = target === undefined ? undefined : readString(target);
    return {
      place: item.place,
      target: target === undefined || name === undefined ? undefined : { name, place: target.place },
      guard: guard === undefined ? undefined : readCondition(guard),
      reenter: reenter !== undefined && readBoolean(reenter) === true,
      actions: actions === undefined ? [] : readActions(actions),
    };
  });
}

function readInvoke(spot: Spot): State['invoke'] {
  const fields = new Map(readMap(spot, ['src', 'with']).map((e) => [e.key, e.value]));
  const src = fields.get('src');
  if (src === undefined) {
    spot.source.report('F107', spot.place, '「invoke」に「src」がありません。', '"invoke" has no "src".');
    return undefined;
  }
  const job = oneOf(src, jobNames, '仕事（アクター）', 'job');
  const list = fields.get('with');
  if (job === undefined) return undefined;
  return {
    src: job,
    with: list === undefined ? [] : readList(list).flatMap((item) => readString(item) ?? []),
    place: src.place,
  };
}
