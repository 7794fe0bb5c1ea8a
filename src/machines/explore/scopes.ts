import { devices } from '../../vocabulary/events.ts';
import type { Scope } from './happenings.ts';

/** Nobody opens the staff's pad while no visit runs. */
const openedAtRest = (type: string, state: string): boolean =>
  type === 'STAFF.OPEN' && /^journey\.(idle|paused)$/.test(state);

/** Every card, patient, program answer, crash and fault, with all devices at hand and the kiosk in self-service. */
export const visits: Scope = {
  title: 'visits: presence × preparation × journey, with faults',
  apart: ['devices', 'link', 'mode', 'access'],
  devices: [],
  faults: true,
  frozen: ['faceCrashedInRow'],
  allows: (type, state) => !type.endsWith('.cameraLost') && !openedAtRest(type, state),
};

/** Troubles that have nothing to do with what the scope is about; `visits` has them all. */
const besides =
  /^scanner\.read\.(refused|crashed)$|^matcher\..*\.(crashed|tooSlow)$|^card\.readPhoto\.(?!photo$|noPhoto$)|^card\.probe\.(phone|foreign|unreadable)$|^program\.\w+\.(server|version|garbage|programMissing|revoked|expired|invalid|none|several)/;

/** The staff at rest: pause, resume, check by staff for the next patient, and visits begun so. */
export const modes: Scope = {
  title: 'modes: the staff’s menu and visits begun by staff check',
  apart: ['devices', 'link', 'access'],
  devices: [],
  faults: false,
  frozen: ['faceCrashedInRow'],
  allows: (type) => !besides.test(type) && !/^PICK\.|cameraLost$/.test(type),
};

/** One device lost at a time, at any moment, and coming back or not. */
export const losses: Scope = {
  title: 'losses: one device at a time',
  apart: ['link', 'mode', 'access'],
  devices,
  faults: false,
  frozen: ['faceCrashedInRow'],
  allows: (type, state) =>
    !openedAtRest(type, state) && !besides.test(type) && !/^HELP$|^STAFF\.|\.pinWrong$/.test(type),
};

/** Crashes of the matcher with patient after patient. */
export const crashes: Scope = {
  title: 'crashes: the matcher, patient after patient',
  apart: ['devices', 'link', 'mode', 'access'],
  devices: [],
  faults: false,
  frozen: [],
  allows: (type) =>
    (!besides.test(type) || type.endsWith('.crashed')) && !/^HELP$|^STAFF\.|^PICK.PIN$|\.pinWrong$/.test(type),
};

/** The line to the server by itself; nothing in the journey asks for it. */
export const line: Scope = {
  title: 'line: the connection check alone',
  apart: ['presence', 'devices', 'mode', 'access', 'prep', 'journey'],
  devices: [],
  faults: false,
  frozen: [],
  allows: () => true,
};

/** Language, text size, contrast, voice and reach are in none: no condition may read them (F315). */
export const allScopes: readonly Scope[] = [visits, modes, losses, crashes, line];
