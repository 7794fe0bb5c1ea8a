import { momentOf } from '../behaviour.ts';
import type { CueSpan } from '../cue.ts';
import { randomSource } from '../noise.ts';
import type { Person } from '../person.ts';
import type { Picture } from '../picture-levels.ts';
import { SceneRenderer } from '../renderer.ts';
import { standardScene } from '../scene.ts';

/** A telephone that photographs or films somebody: upright, from an arm's length. */
const fieldOfView = 25;
const distance = 55;
/** A recording made for this kiosk: a turn to one side or the other, up or down, every so many ms, again and again. */
const turnCues = ['turnLeft', 'turnRight', 'turnUp', 'turnDown'] as const;
const turnEvery = 2_600;
const turns = 8;

/** Records the card's owner beforehand. */
export class Recorder {
  readonly #person: Person;
  readonly #seed: number;
  readonly #cues: readonly CueSpan[];
  readonly #from: number;
  #film: SceneRenderer | undefined;

  constructor(person: Person, seed: number) {
    this.#person = person;
    this.#seed = seed;
    const random = randomSource(seed * 29 + 3);
    this.#cues = Array.from({ length: turns }, (_, i) => ({
      cue: turnCues[Math.floor(turnCues.length * random())] ?? 'turnLeft',
      from: 1_000 + i * turnEvery,
      until: 1_000 + (i + 1) * turnEvery,
    }));
    // Nobody who plays a recording knows when the kiosk will ask.
    this.#from = random() * 2 * turnEvery;
  }

  /** `yaw`: how far the person looks aside, radians. */
  still(width: number, height: number, yaw = 0): Picture {
    const rgb = new SceneRenderer(width, height, { supersampling: 1, fieldOfView }).render(this.#person, {
      ...standardScene,
      pose: { ...standardScene.pose, yaw, distance },
      frame: 4,
    });
    return { width, height, rgb };
  }

  /** The recording's picture so many ms after it was started. */
  picture(time: number): Picture {
    const [width, height] = [240, 320];
    this.#film ??= new SceneRenderer(width, height, { supersampling: 1, fieldOfView });
    const { scene } = momentOf('looks', this.#seed, this.#from + time, this.#cues);
    const rgb = this.#film.render(this.#person, { ...scene, pose: { ...scene.pose, x: 0, distance } });
    return { width, height, rgb };
  }
}
