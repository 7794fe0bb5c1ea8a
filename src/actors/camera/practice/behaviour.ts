import type { behaviours } from '../../practice/patient.ts';
import { followCues, type CueSpan, type Followed } from './cue.ts';
import { curveThrough, mix, smoothstep } from './curves.ts';
import { randomSource } from './noise.ts';
import { standardLight, standardScene, type Scene } from './scene.ts';
import type { Pose } from './pose.ts';
import type { Worn } from './worn.ts';

export type Behaviour = (typeof behaviours)[number];

/** What a behaviour puts before the camera at one moment. */
export interface Moment {
  readonly shows: 'nobody' | 'person' | 'flat';
  readonly scene: Scene;
  readonly worn?: Worn;
}

/** Habits of one patient, drawn from a seed. */
interface Habits {
  /** 1 or −1: from which side the patient comes and turns first. */
  readonly side: number;
  readonly distance: number;
  /** Widest unasked turn, radians: about 11–15°. */
  readonly sway: number;
  /** Turn when asked, radians: 21–25°. */
  readonly askedTurn: number;
  /** Up or down when asked, radians: 18–21°. */
  readonly askedLift: number;
  /** Seconds between two blinks, and when the first comes. */
  readonly blinkEvery: number;
  readonly firstBlink: number;
  readonly phase: number;
}

function habitsOf(seed: number): Habits {
  const random = randomSource(seed);
  return {
    side: random() < 0.5 ? -1 : 1,
    distance: 44 + 4 * random(),
    sway: 0.2 + 0.06 * random(),
    askedTurn: 0.37 + 0.06 * random(),
    blinkEvery: 2.6 + 1.6 * random(),
    firstBlink: 1.1 + 0.5 * random(),
    phase: 2 * Math.PI * random(),
    askedLift: 0.32 + 0.05 * random(),
  };
}

/**
 * What stands before the camera, as a function of the patient's seed, the time and what the screen asked so far.
 * @param time ms since the patient appeared.
 */
export function momentOf(behaviour: Behaviour, seed: number, time: number, cues: readonly CueSpan[]): Moment {
  const habits = habitsOf(seed);
  const seconds = Math.max(0, time) / 1000;
  const scene: Scene = { ...standardScene, frame: Math.round(time) + seed * 7919 };
  const asked = followCues(cues, time);
  switch (behaviour) {
    case 'nobody':
      return { shows: 'nobody', scene };
    case 'looks':
      return { shows: 'person', scene: lookingScene(scene, habits, seconds, asked) };
    case 'tremor':
      return { shows: 'person', scene: trembling(lookingScene(scene, habits, seconds, asked), seed, seconds) };
    case 'slow':
      // Everything takes twice as long, the answer to a request too.
      return momentOf('looks', seed, time / 2, slowed(cues, time));
    case 'wheelchair':
      return { shows: 'person', scene: fromBelow(lookingScene(scene, habits, seconds, asked)) };
    case 'looksLater': {
      const looking = lookingScene(scene, habits, seconds, asked);
      return { shows: 'person', scene: comingBack(awayScene(scene, habits, seconds), looking, seconds) };
    }
    case 'glasses':
      return { shows: 'person', scene: lookingScene(scene, habits, seconds, asked), worn: 'otherGlasses' };
    case 'maskOff':
      return {
        shows: 'person',
        scene: unhooking(lookingScene(scene, habits, seconds, asked), habits, seconds),
        worn: seconds < masked ? 'mask' : 'nothing',
      };
    case 'cap':
      return { shows: 'person', scene: lookingScene(scene, habits, seconds, asked), worn: 'cap' };
    case 'farAway': {
      const looking = lookingScene(scene, habits, seconds, asked);
      return { shows: 'person', scene: { ...looking, pose: { ...looking.pose, distance: 170, y: 6 } } };
    }
    case 'dark': {
      const looking = lookingScene(scene, habits, seconds, asked);
      return { shows: 'person', scene: { ...looking, exposure: 0.012, noise: 0.025 } };
    }
    case 'looksAway':
      return { shows: 'person', scene: awayScene(scene, habits, seconds) };
    case 'still':
      // Keeps still until asked: no blink, no sway.
      return {
        shows: 'person',
        scene: withTurn(scene, habits, { ...scene.pose, distance: habits.distance }, asked, 0),
      };
    default:
      return {
        shows: 'flat',
        scene: { ...scene, pose: heldPose(behaviour, habits, seconds, asked), light: standardLight },
      };
  }
}

/** Who has just put down a card and touched 「顔認証」 stands nearly in place when the camera begins to look, seconds. */
const alreadyThere = 0.6;

/** Comes into view, looks around a little while finding the camera, then looks at it. */
function lookingScene(scene: Scene, habits: Habits, watched: number, asked: Followed): Scene {
  const seconds = watched + alreadyThere;
  const { side, sway, phase } = habits;
  const here = smoothstep(0, 0.9, seconds);
  const around = curveThrough([
    [0, side * 0.24],
    [0.7, side * 0.06],
    [1.35, side * sway],
    [2.15, -side * sway],
    [2.95, side * 0.03],
    [3.6, 0],
  ]);
  const settled = smoothstep(2.9, 4, seconds);
  const idle = around(seconds) + settled * 0.05 * Math.sin(seconds * 1.1 + phase);
  const pose: Pose = {
    yaw: idle * (1 - Math.abs(asked.turn)),
    pitch: 0.035 * Math.sin(seconds * 0.9 + phase),
    roll: mix(-side * 0.08, 0.02 * Math.sin(seconds * 0.7 + phase), here),
    x: mix(side * -15, 0.5 * Math.sin(seconds * 0.8 + phase), here),
    y: mix(0.5, 2, here) + 0.25 * Math.sin(seconds * 1.7),
    distance: mix(60, habits.distance, here) + 0.6 * Math.sin(seconds * 0.6 + phase),
  };
  return withTurn(scene, habits, pose, asked, blinkAt(habits, seconds));
}

/** Adds the turn the patient was asked for; the eyes stay on the screen as far as they can. */
function withTurn(scene: Scene, habits: Habits, pose: Pose, asked: Followed, blink: number): Scene {
  const yaw = pose.yaw + asked.turn * habits.askedTurn;
  const pitch = pose.pitch - asked.lift * habits.askedLift;
  const gaze = Math.min(0.22, Math.max(-0.22, -0.6 * yaw));
  return { ...scene, pose: { ...pose, yaw, pitch }, gaze: [gaze, 0], blink };
}

function awayScene(scene: Scene, habits: Habits, seconds: number): Scene {
  const yaw = habits.side * (0.85 + 0.08 * Math.sin(seconds * 0.7 + habits.phase));
  const pose = { ...scene.pose, yaw, pitch: 0.1, x: habits.side * 2, distance: habits.distance };
  return { ...scene, pose, gaze: [habits.side * 0.3, -0.1], blink: blinkAt(habits, seconds) };
}

/** 5 Hz, a degree and some millimetres: Parkinson's disease at rest. */
function trembling(scene: Scene, seed: number, seconds: number): Scene {
  const shake = Math.sin(2 * Math.PI * 5 * seconds + seed);
  return { ...scene, pose: { ...scene.pose, yaw: scene.pose.yaw + 0.02 * shake, x: scene.pose.x + 0.3 * shake } };
}

/** The requests as they stand half the time ago, on a clock of half the speed. */
function slowed(cues: readonly CueSpan[], time: number): readonly CueSpan[] {
  return cues.map(({ cue, from, until }) => ({ cue, from: from - time / 2 + (time - from) / 2, until }));
}

/** Sits lower and looks up into the camera. */
function fromBelow(scene: Scene): Scene {
  const { pose } = scene;
  return { ...scene, pose: { ...pose, pitch: pose.pitch - 0.16, y: pose.y - 7, distance: pose.distance + 6 } };
}

/** Talks to somebody beside, then turns to the screen; when, seconds. */
const turnsBack = 3;

function comingBack(away: Scene, looking: Scene, seconds: number): Scene {
  const back = smoothstep(turnsBack, turnsBack + 0.8, seconds);
  const pose = {
    ...looking.pose,
    yaw: mix(away.pose.yaw, looking.pose.yaw, back),
    pitch: mix(away.pose.pitch, looking.pose.pitch, back),
    x: mix(away.pose.x, looking.pose.x, back),
  };
  const gaze = [mix(away.gaze[0], looking.gaze[0], back), mix(away.gaze[1], looking.gaze[1], back)] as const;
  return { ...looking, pose, gaze };
}

/** Takes the mask off after so many seconds. */
const masked = 2.5;

/** To unhook a mask the head turns to the hand and bows a little, by some 14° and 6°, and comes back to the screen. */
function unhooking(scene: Scene, { side }: Habits, seconds: number): Scene {
  const share = smoothstep(masked - 0.7, masked - 0.1, seconds) * smoothstep(masked + 0.9, masked, seconds);
  const { pose } = scene;
  return { ...scene, pose: { ...pose, yaw: pose.yaw + 0.25 * side * share, pitch: pose.pitch + 0.1 * share } };
}

/** Lids close in 80 ms, stay for 100 ms and open in 140 ms. */
function blinkAt({ blinkEvery, firstBlink }: Habits, seconds: number): number {
  if (seconds < firstBlink) return 0;
  const since = (seconds - firstBlink) % blinkEvery;
  return smoothstep(0, 0.08, since) * smoothstep(0.32, 0.18, since);
}

/** Distance (cm) at which each flat thing is held, and how far it is turned (radians). */
const held: { readonly [name: string]: { readonly distance: number; readonly turn: number } } = {
  print: { distance: 40, turn: 0.42 },
  printSmall: { distance: 30, turn: 0.42 },
  // A large sheet turned further would show its edge.
  printFilling: { distance: 50, turn: 0.26 },
  screen: { distance: 42, turn: 0.42 },
};

/** A hand moves, tilts and turns the flat thing as a head would; when asked it turns it further. */
function heldPose(behaviour: Behaviour, habits: Habits, seconds: number, asked: Followed): Pose {
  const { side, phase } = habits;
  const here = behaviour === 'printFilling' ? 1 : smoothstep(0, 0.8, seconds);
  const tremor = 0.012 * Math.sin(seconds * 17 + phase);
  const { distance, turn } = held[behaviour] ?? { distance: 45, turn: 0.4 };
  const swing = 0.7 * turn * Math.sin((seconds * 2 * Math.PI) / 2.6 + (side < 0 ? Math.PI : 0));
  return {
    yaw: swing * (1 - Math.abs(asked.turn)) + asked.turn * turn + tremor,
    pitch: 0.1 * Math.sin(seconds * 1.9 + phase) + tremor - 0.8 * asked.lift * turn,
    roll: 0.06 * Math.sin(seconds * 1.3 + phase),
    x: 1.2 * Math.sin(seconds * 1.6 + phase),
    y: mix(-30, 0.8 * Math.sin(seconds * 2.1), here),
    distance: distance + 2 * Math.sin(seconds * 1.2 + phase),
  };
}
