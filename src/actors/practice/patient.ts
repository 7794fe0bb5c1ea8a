import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import { species } from '../camera/practice/attacks/species.ts';

/**
 * A practice patient: an invented person with a practice card. Describes only the simulated hardware (what the card
 * answers, what stands before the cameras, what the pretend program says) and what this patient's hands do on the glass
 * in a journey without a browser. Files: test/patients/*.yaml.
 */
const date = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD'));
const digits = (n: number) => v.pipe(v.string(), v.regex(new RegExp(`^\\d{${n}}$`), `${n} digits in quotes`));
const count = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

const cardSchema = v.strictObject({
  /** normal; noPin = 顔認証マイナンバーカード (PIN locked from the start); noPhoto = infants' card. */
  kind: v.optional(v.picklist(['normal', 'noPin', 'noPhoto', 'notMyNumber', 'phone', 'mute']), 'normal'),
  birth: v.optional(date, '1980-02-17'),
  /** How the birth date is printed: in the Japanese era or, on foreign residents' cards, in the Gregorian calendar. */
  printedBirth: v.optional(v.picklist(['era', 'gregorian']), 'era'),
  expiry: v.optional(date, '2030-02-17'),
  securityCode: v.optional(digits(4), '2285'),
  pin: v.optional(digits(4), '1234'),
  pinTries: v.optional(count(0, 3), 3),
  codeBTries: v.optional(count(0, 10), 10),
  /** 照合番号B in the chip differs from the printed digits: a card that refuses what was read rightly. */
  codeBRefuses: v.optional(v.boolean(), false),
  /** Contact-free speed in kbit/s with 3 ms per APDU; 0 answers at once. */
  speed: v.optional(v.picklist([0, 106, 212, 424]), 424),
  /** The chip photo's file is damaged. */
  photoDamaged: v.optional(v.boolean(), false),
  /** Bytes of the JP2 photo, about. */
  photoBytes: v.optional(count(5_000, 30_000), 15_000),
  /** The card leaves the field by itself at this APDU of a session (1 = the first). */
  pulledAtApdu: v.optional(count(1, 500)),
  /** The card of today, or the one planned for 2028; which prints every birth date in the Gregorian calendar. */
  generation: v.optional(v.picklist(['current', '2028']), 'current'),
  front: v.optional(v.picklist(['clean', 'worn', 'glare', 'backSide', 'upsideDown', 'covered']), 'clean'),
});

export const behaviours = [
  'looks',
  'looksAway',
  'farAway',
  'dark',
  'nobody',
  'still',
  'print',
  'printSmall',
  'printFilling',
  'screen',
  /** Genuine people who make it harder: in person, and sooner or later looking into the camera. */
  'tremor',
  'slow',
  'wheelchair',
  'looksLater',
  'glasses',
  'maskOff',
  'cap',
] as const;

const faceSchema = v.strictObject({
  /** Which of the rendered practice people stands before the kiosk (0 …). */
  persona: v.optional(count(0, 31), 0),
  /** Whose photo the chip holds; the same person unless said otherwise. */
  onCard: v.optional(count(0, 31)),
  behaviour: v.optional(v.picklist(behaviours), 'looks'),
  /** What an impostor holds before the camera instead, with the face of the card's owner. */
  attack: v.optional(v.picklist(species)),
});

const programSchema = v.strictObject({
  /** Seconds that one qualification takes at the server; the real one is expected to take 3–7 s. */
  seconds: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60)), 3),
  qualification: v.optional(
    v.picklist([
      'ok',
      'unregistered',
      'grace',
      'expired',
      'revoked',
      'invalid',
      'invalidNewer',
      'none',
      'several',
      'serverDown',
      'serverMaintenance',
      'garbage',
      'hang',
      'crash',
    ]),
    'ok',
  ),
  registration: v.optional(v.picklist(['ok', 'failed', 'hang']), 'ok'),
  commit: v.optional(v.picklist(['ok', 'failed', 'hang']), 'ok'),
});

const handsSchema = v.strictObject({
  method: v.optional(v.picklist(['face', 'pin', 'help']), 'face'),
  /** Goes on with the PIN where the face cannot be used (any more), instead of giving up. */
  orPin: v.optional(v.boolean(), false),
  /** The PINs typed, in order; the last one is repeated. */
  typedPins: v.optional(v.pipe(v.array(digits(4)), v.minLength(1)), ['1234']),
  consents: v.optional(v.picklist(['agreeAll', 'refuseAll', 'each', 'nothing']), 'agreeAll'),
  register: v.optional(v.boolean(), true),
  /** Takes the card away after this many seconds, whatever happens; without it when the screen asks for it. */
  takesCardAfter: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600))),
});

export const patientSchema = v.strictObject({
  title: v.pipe(v.string(), v.minLength(1)),
  /** How a headless journey of this patient must end; used by `npm start -- --journey NAME` for its exit status. */
  expect: v.optional(v.picklist(['received', 'refused']), 'received'),
  card: v.optional(cardSchema, {}),
  face: v.optional(faceSchema, {}),
  program: v.optional(programSchema, {}),
  hands: v.optional(handsSchema, {}),
});
export type PracticePatient = v.InferOutput<typeof patientSchema>;

/**
 * Reads a practice patient. Every fault is named with file:line:column.
 * @throws PatientFileError when the file is not one.
 */
export function parsePatient(text: string, file: string): PracticePatient {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const faults = document.errors.map((e) => {
    const at = lines.linePos(e.pos[0]);
    return `${file}:${at.line}:${at.col} ${e.message.split('\n')[0] ?? ''}`;
  });
  if (faults.length > 0) throw new PatientFileError(faults);
  const parsed = v.safeParse(patientSchema, document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return parsed.output;
  throw new PatientFileError(
    parsed.issues.map((issue) => {
      const path = issue.path?.map((step) => step.key) ?? [];
      const node = document.getIn(path, true);
      const start = hasRange(node) ? node.range[0] : 0;
      const at = lines.linePos(start);
      return `${file}:${at.line}:${at.col} ${path.join('.') || 'patient'}: ${issue.message}`;
    }),
  );
}

function hasRange(node: unknown): node is { range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

export class PatientFileError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'PatientFileError';
    this.faults = faults;
  }
}
