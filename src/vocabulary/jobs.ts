import { devices } from './events.ts';
import type { FieldTable, FieldValues } from './fields.ts';

/**
 * The jobs the machine can give to its actors, and the closed set of outcomes each may answer.
 * An outcome reaches the machine as the event `<job>.<outcome>` in lower case (touches and happenings are upper case).
 * `notes` may come any number of times while the job runs; an outcome of `ends` comes once and is the last.
 */
export interface JobSpec {
  readonly input: FieldTable;
  readonly notes: { readonly [outcome: string]: FieldTable };
  readonly ends: { readonly [outcome: string]: FieldTable };
}

export const methods = ['face', 'pin', 'visual'] as const;
export type Method = (typeof methods)[number];

export const faceHints = [
  'none',
  'noFace',
  'closer',
  'further',
  'centre',
  'look',
  'hold',
  'dark',
  'backlit',
  'covered',
  'several',
  'turnLeft',
  'turnRight',
  'turnUp',
  'turnDown',
] as const;
export type FaceHint = (typeof faceHints)[number];

export const scanReasons = ['noCard', 'backSide', 'upsideDown', 'glare', 'moved', 'dirty', 'disagree', 'dark'] as const;
export type ScanReason = (typeof scanReasons)[number];

const answers = ['unasked', 'agreed', 'refused'] as const;
/** 手術・薬剤・診療・特定健診・特定疾病療養受療証・医療費助成 */
export const consentItems = ['surgery', 'drugs', 'treatment', 'checkup', 'highCost', 'subsidy'] as const;
export type ConsentItem = (typeof consentItems)[number];
const tries = { from: 0, to: 15 };
const method = { oneOf: methods };

/** What the program may answer when the server or the program itself does not do its work. */
const programTroubles = {
  serverDown: {},
  serverMaintenance: {},
  programMissing: {},
  versionMismatch: {},
  garbage: {},
} as const;

export const jobs = {
  /** Watches the card reader and tells CARD.IN / CARD.OUT as happenings; never answers by itself. */
  'reader.watch': { input: {}, notes: {}, ends: {} },
  /** Watches the configured devices and tells DEVICE.* as happenings; never answers by itself. */
  'devices.watch': { input: {}, notes: {}, ends: {} },
  /** Boot self-test: every component asked once. `degraded`: reader, display and program work, face does not. */
  'devices.selfTest': {
    input: {},
    notes: {},
    ends: { ok: {}, degraded: {}, failed: { device: { oneOf: devices } } },
  },
  /** Card kind and remaining tries, read without spending one (empty VERIFY). */
  'card.probe': {
    input: {},
    notes: {},
    ends: { myna: { pinTries: tries, codeBTries: tries }, phone: {}, foreign: {}, unreadable: {}, gone: {} },
  },
  /** Presents 照合番号B at most once, reads the chip photo into the vault, then lets go of the card. */
  'card.readPhoto': {
    input: {},
    notes: {},
    ends: {
      photo: {},
      noPhoto: {},
      damaged: {},
      /** The card refused the digits; `left` tries remain. */
      wrong: { left: tries },
      locked: {},
      /** Not presented: 4 or fewer tries are left, or these digits were refused before. */
      spared: {},
      /** The card was lost while the digits were under way: the outcome is unknown and nothing is sent again. */
      unknown: {},
      gone: {},
      unreadable: {},
    },
  },
  /** Reads the card front into the vault as 照合番号B. */
  'scanner.read': {
    input: {},
    notes: { hint: { reason: { oneOf: scanReasons } } },
    ends: { read: {}, refused: { reason: { oneOf: scanReasons } }, crashed: {}, cameraLost: {} },
  },
  /** Gives the chip photo to the matcher child and computes its template. */
  'matcher.enrol': { input: {}, notes: {}, ends: { ready: {}, damaged: {}, noFace: {}, crashed: {} } },
  /** Watches the patient through the camera until it can decide. Has no time limit of its own: the flow ends it. */
  'matcher.verify': {
    input: {},
    notes: { hint: { hint: { oneOf: faceHints } } },
    /** `tooSlow`: pictures come too seldom to follow a face, by a slow camera or a busy machine. */
    ends: { match: {}, noMatch: {}, spoof: {}, crashed: {}, cameraLost: {}, tooSlow: {} },
  },
  'program.ping': { input: {}, notes: {}, ends: { online: {}, slow: {}, ...programTroubles } },
  /** 資格確認. With `method: pin` the program itself presents the PIN to the card. */
  'program.qualify': {
    input: { method },
    notes: {},
    ends: {
      ok: {},
      unregistered: {},
      grace: {},
      expired: {},
      revoked: {},
      invalid: {},
      invalidNewer: {},
      none: {},
      several: {},
      pinWrong: { left: tries },
      pinLocked: {},
      pinUnknown: {},
      cardGone: {},
      ...programTroubles,
    },
  },
  /** 初回登録. */
  'program.register': {
    input: { method },
    notes: {},
    ends: {
      ok: {},
      failed: {},
      pinWrong: { left: tries },
      pinLocked: {},
      pinUnknown: {},
      cardGone: {},
      ...programTroubles,
    },
  },
  /** Sends the patient's consents of this visit. */
  'program.commit': {
    input: {
      surgery: { oneOf: answers },
      drugs: { oneOf: answers },
      treatment: { oneOf: answers },
      checkup: { oneOf: answers },
      highCost: { oneOf: answers },
      subsidy: { oneOf: answers },
      /** 処方箋の形 */
      prescription: { oneOf: ['unasked', 'electronic', 'paper'] },
    },
    notes: {},
    ends: { ok: {}, failed: {}, ...programTroubles },
  },
  /** Compares the typed staff code with the stored hash. */
  'staff.check': { input: {}, notes: {}, ends: { ok: {}, wrong: {}, unset: {} } },
  /** Throws the dice for the order of the choices (R 3-12), so that the trace knows how they fell. */
  'chance.order': { input: {}, notes: {}, ends: { asListed: {}, reversed: {} } },
  /** Overwrites every secret, ends the children and proves that nothing is alive. */
  'vault.wipe': { input: {}, notes: {}, ends: { clean: {}, dirty: {} } },
} as const satisfies { readonly [job: string]: JobSpec };

export type JobName = keyof typeof jobs;
export type JobInput<K extends JobName> = FieldValues<(typeof jobs)[K]['input']>;
type Outcomes<T extends { readonly [outcome: string]: FieldTable }> = {
  [O in keyof T & string]: { readonly outcome: O } & FieldValues<T[O]>;
}[keyof T & string];
/** One answer of job `K`: `{ outcome: 'myna', pinTries: 3, codeBTries: 10 }`. */
export type JobOutcome<K extends JobName> = Outcomes<(typeof jobs)[K]['notes']> | Outcomes<(typeof jobs)[K]['ends']>;

/**
 * Starts a job. `answer` is called for each note and once for the end; never synchronously inside the call, never after
 * stop. The returned function stops the job: always safe, releases what the job holds (card, camera) and wipes nothing
 * that the vault still holds. A job never throws and never rejects for what the world may do.
 */
export type Job<K extends JobName> = (input: JobInput<K>, answer: (outcome: JobOutcome<K>) => void) => () => void;
/** Everything the machine can ask of the world. */
export type World = { readonly [K in JobName]: Job<K> };
