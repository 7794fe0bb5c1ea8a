import * as v from 'valibot';
import { cues } from '../../actors/camera/practice/cue.ts';
import { lightLevels } from '../../vocabulary/bridge.ts';
import { behaviours } from '../../actors/practice/patient.ts';
import { devices } from '../../vocabulary/events.ts';
import { serverMoods } from '../../vocabulary/dock.ts';

/**
 * What the core says to the practice hardware, its dock included. Only hardware moves here: cards, people, cameras,
 * cables, the pretend server. Nothing of it exists in a product without practice hardware.
 */
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const patient = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

export const orderSchema = v.variant('order', [
  v.strictObject({ order: v.literal('place'), patient }),
  v.strictObject({ order: v.literal('remove') }),
  v.strictObject({ order: v.literal('behaviour'), behaviour: v.picklist(behaviours) }),
  v.strictObject({ order: v.literal('device'), device: v.picklist(devices), up: v.boolean() }),
  v.strictObject({
    order: v.literal('server'),
    mood: v.picklist(serverMoods),
    seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(60)),
  }),
  /** Feed a camera's frames to a child's sink. */
  v.strictObject({
    order: v.literal('stream'),
    id: v.number(),
    camera: v.picklist(['patient', 'tray']),
    port,
    token: v.string(),
  }),
  v.strictObject({ order: v.literal('streamStop'), id: v.number() }),
  /** The ring over the tray. */
  v.strictObject({ order: v.literal('light'), on: v.boolean() }),
  /** What the kiosk's screen presently asks of the patient. */
  v.strictObject({ order: v.literal('cue'), cue: v.picklist(cues) }),
  /** The kiosk's panel changed its light. */
  v.strictObject({ order: v.literal('panel'), level: v.picklist(lightLevels) }),
  /** A WebSocket upgrade of the dock or the preview; the socket comes with the message. */
  v.strictObject({
    order: v.literal('upgrade'),
    path: v.picklist(['/dock', '/preview']),
    headers: v.record(v.string(), v.string()),
  }),
  /** What the dock shows of the core. */
  v.strictObject({
    order: v.literal('core'),
    states: v.array(v.string()),
    alive: v.array(v.string()),
    lastSeconds: v.nullable(v.number()),
  }),
  v.strictObject({ order: v.literal('trace'), line: v.string() }),
]);
export type Order = v.InferOutput<typeof orderSchema>;

export const reportSchema = v.variant('report', [
  v.strictObject({ report: v.literal('ready') }),
  v.strictObject({ report: v.literal('device'), device: v.picklist(devices), up: v.boolean() }),
  /** The user chose the camera of the glass, or the practice camera again. */
  v.strictObject({ report: v.literal('camera'), camera: v.picklist(['practice', 'glass']) }),
  v.strictObject({ report: v.literal('placed') }),
  v.strictObject({ report: v.literal('removed') }),
  v.strictObject({ report: v.literal('failed'), cause: v.string() }),
]);
export type Report = v.InferOutput<typeof reportSchema>;
