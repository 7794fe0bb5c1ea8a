import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { errorIds, type ErrorId } from '../../vocabulary/errors.ts';
import { touches, type TouchName } from '../../vocabulary/events.ts';
import type { FaceHint, ScanReason } from '../../vocabulary/jobs.ts';
import { screens, steps, type Access, type ScreenName, type StepName, type View } from '../../vocabulary/view.ts';

/** One screen to look at: a name for its picture and the view that draws it. */
export interface Sample {
  readonly name: string;
  readonly view: Omit<View, 'access'>;
}

/** Every screen of the flow, once with all it may offer and once for each failure, hint, reason and set of choices it may show. */
export function samples(flowFolder: string): readonly Sample[] {
  const found = new Map<string, Sample>();
  for (const file of readdirSync(flowFolder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const document: unknown = parse(readFileSync(join(flowFolder, file), 'utf8'));
    collect(document, { step: stepOfFile[file] ?? null, offers: [] }, (sample) => {
      // The same words may stand on a screen that is passed through at once: keep the one that offers more.
      const known = found.get(sample.name);
      if (known === undefined || known.view.choices.length < sample.view.choices.length) found.set(sample.name, sample);
    });
  }
  return [...found.values()].flatMap(variants);
}

/** Chapters are read file by file here, so the step of the state that includes them is named again. */
const stepOfFile: { readonly [file: string]: StepName } = {
  'identity.yaml': 'identity',
  'method.yaml': 'identity',
  'face.yaml': 'identity',
  'pin.yaml': 'identity',
  'visual.yaml': 'identity',
  'qualify.yaml': 'identity',
  'register.yaml': 'identity',
};

interface Above {
  readonly step: StepName | null;
  readonly offers: readonly TouchName[];
}

function collect(node: unknown, above: Above, add: (sample: Sample) => void): void {
  if (!isMap(node)) return;
  const step = steps.find((one) => one === node['step']) ?? above.step;
  const screen = screens.find((one) => one === node['screen']);
  const offered = Array.isArray(node['offers']) ? node['offers'].filter(isTouch) : [];
  if (screen !== undefined && typeof node['text'] === 'string') {
    const shows: unknown[] = Array.isArray(node['shows']) ? node['shows'] : [];
    const name = node['text'];
    add({ name, view: viewOf(screen, step, name, offered, shows, node['waiting'] === true) });
  }
  for (const inner of ['states', 'regions']) {
    const states = node[inner];
    if (isMap(states)) for (const state of Object.values(states)) collect(state, { step, offers: offered }, add);
  }
}

function viewOf(
  screen: ScreenName,
  step: StepName | null,
  text: string,
  offers: readonly TouchName[],
  shows: readonly unknown[],
  waiting: boolean,
): Sample['view'] {
  const values: { [name: string]: number | string } = {};
  for (const name of shows) if (typeof name === 'string') values[name] = usual[name] ?? 'none';
  const padded: readonly TouchName[] = screen === 'pad' ? ['PIN.KEY', 'PIN.DELETE', 'PIN.SUBMIT'] : [];
  return {
    screen,
    step,
    text,
    values,
    waiting,
    choices: [...offers, ...padded],
    error: 'none',
    pad: screen === 'pad' ? { typed: 2, length: 4 } : null,
    staffCalled: screen === 'staff',
  };
}

const usual: { readonly [name: string]: number | string } = {
  pinLeft: 2,
  asksSurgery: 0,
  asksDrugs: 1,
  asksTreatment: 0,
  asksCheckup: 1,
  surgery: 'unasked',
  drugs: 'agreed',
  treatment: 'unasked',
  checkup: 'refused',
  highCost: 'unasked',
  subsidy: 'unasked',
  prescription: 'unasked',
};

/** Failures each screen can name. */
const failures: { readonly [text: string]: readonly ErrorId[] } = {
  desk: errorIds.filter((id) => /^(CARD_(UNREAD|NOT)|PHONE|CERT_INVALID|NOT_REG|REG|QUAL|VISUAL|PIN_LOCKED)/.test(id)),
  guide: errorIds.filter((id) => /^(SERVER|PROGRAM|VERSION|CARD_UNREADABLE|CARD_REMOVED)/.test(id)),
  faceAgain: ['FACE_NO_FACE', 'FACE_MISMATCH'],
  faceOff: [
    'FACE_OFF',
    'CARD_FRONT_UNSCANNABLE',
    'CODEB_LOCKED',
    'CODEB_REFUSED',
    'NO_PHOTO_CARD',
    'PHOTO_DAMAGED',
    'CARD_UNREADABLE',
  ],
  faceLimit: ['FACE_LIMIT', 'FACE_SPOOF'],
  takeCard: ['CANCELLED', 'FACE_LIMIT', 'FACE_OFF', 'PIN_STOPPED', 'PIN_LOCKED'],
  outOfService: ['DEVICE_LOST', 'DEVICE_UNKNOWN', 'WIPE_FAILED', 'FAULT'],
  needStaff: ['FACE_OFF'],
  grace: ['CERT_EXPIRED_GRACE'],
  finishNoConsent: ['CONSENT_SEND_FAILED'],
  cardTakenEarly: ['CARD_REMOVED_EARLY'],
  deviceLost: ['DEVICE_LOST'],
  staffWrong: ['STAFF_CODE_UNSET'],
};

/** The longest words, one of each kind of picture: each shown hint costs a second. */
const shownHints: readonly FaceHint[] = ['closer', 'backlit', 'covered', 'turnUp', 'turnDown'];
const shownReasons: readonly ScanReason[] = ['glare', 'dark'];

function variants(sample: Sample): readonly Sample[] {
  const { name, view } = sample;
  const all: Sample[] = [sample];
  const more = (suffix: string, change: Partial<Sample['view']>): void => {
    all.push({ name: `${name}-${suffix}`, view: { ...view, ...change } });
  };
  const named = failures[name];
  if (named !== undefined && named.length > 0) {
    // These states are never reached without a failure.
    if (name !== 'takeCard' && name !== 'staffWrong') all.pop();
    for (const error of named) more(error, { error, values: { ...view.values, error } });
  }
  if (name === 'face') for (const hint of shownHints) more(hint, { values: { hint } });
  if (name === 'facePreparing') for (const scanReason of shownReasons) more(scanReason, { values: { scanReason } });
  if (name === 'faceLimit' || name === 'faceOff' || name === 'pinStopped' || name === 'pinLocked') {
    const last = all.at(-1)?.view ?? view;
    more('onlyHelp', { ...last, choices: ['HELP'] });
  }
  if (name === 'method') more('reversed', { choices: ['PICK.PIN', 'PICK.FACE', 'HELP'] });
  if (name === 'pin')
    more('noFace', { choices: view.choices.filter((touch) => touch !== 'PICK.FACE'), pad: { typed: 4, length: 4 } });
  if (name === 'consentAll')
    more('everything', { values: { asksSurgery: 1, asksDrugs: 1, asksTreatment: 1, asksCheckup: 1 } });
  if (name === 'consentAll' || name === 'drugs') more('called', { staffCalled: true });
  if (name === 'staffIdleMenu') {
    all.pop();
    more('working', { choices: view.choices.filter((touch) => touch !== 'STAFF.RESUME') });
    more('paused', { choices: view.choices.filter((touch) => touch !== 'STAFF.PAUSE') });
  }
  if (name === 'finish') {
    const answers = {
      surgery: 'agreed',
      drugs: 'refused',
      treatment: 'agreed',
      checkup: 'refused',
      highCost: 'agreed',
      subsidy: 'refused',
      prescription: 'paper',
    };
    more('everything', { values: answers });
    more('nothing', { values: {} });
  }
  return all;
}

export function access(change: Partial<Access>): Access {
  return { locale: 'ja', textSize: 0, contrast: false, voice: false, reach: false, ...change };
}

function isMap(node: unknown): node is { readonly [key: string]: unknown } {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function isTouch(name: unknown): name is TouchName {
  return typeof name === 'string' && name in touches;
}
