import type { Observation } from '../decision/watch.ts';
import type { Engine } from '../engine/engine.ts';
import type { PassiveNetwork } from '../engine/passive-network.ts';
import type { Picture } from '../engine/picture.ts';
import { lightOfCells } from '../quality/face-light.ts';
import { FaceMeter, pictureLight } from '../quality/face-measures.ts';
import { Thumbnailer } from '../quality/thumbnailer.ts';
import { UprightFaces } from '../quality/upright-face.ts';
import { judgeFace, judgeNobody, worth } from '../quality/quality-gate.ts';

/** Turns a picture into what the decision looks at: faces, quality, landmarks, embedding. */
export class Observer {
  readonly #engine: Engine;
  readonly #passive: PassiveNetwork | undefined;
  readonly #meter = new FaceMeter();
  readonly #thumbnailer = new Thumbnailer();
  readonly #uprightFaces = new UprightFaces();

  constructor(engine: Engine, passive?: PassiveNetwork) {
    this.#engine = engine;
    this.#passive = passive;
  }

  async observe(picture: Picture, time: number): Promise<Observation> {
    const nothing: Observation = { time, judgement: judgeNobody(pictureLight(picture)) };
    const faces = await this.#engine.find(picture);
    const [main] = faces;
    if (main === undefined) return nothing;
    const landmarks = await this.#engine.place(picture, main);
    if (landmarks === undefined) return nothing;
    const openness = await this.#engine.openness(picture, landmarks);
    const measures = this.#meter.measure(picture, faces, main, landmarks, openness);
    const judgement = judgeFace(measures);
    if (!judgement.followable) {
      landmarks.fill(0);
      return { time, judgement };
    }
    const embedding = await this.#engine.embed(picture, landmarks);
    const steady = await this.#engine.steady(picture, main, landmarks);
    landmarks.fill(0);
    const upright = steady === undefined ? undefined : this.#uprightFaces.take(picture, steady);
    if (embedding === undefined || steady === undefined || upright === undefined) {
      embedding?.fill(0);
      steady?.fill(0);
      return nothing;
    }
    const light = { cells: lightOfCells(upright), around: measures.around };
    const real = judgement.comparable ? await this.#passive?.judge(picture, main.box) : undefined;
    const passive = real === undefined ? {} : { passive: real };
    const surroundings = this.#thumbnailer.take(picture);
    const { box } = main;
    return {
      time,
      judgement,
      face: {
        time,
        box,
        embedding,
        landmarks: steady,
        upright,
        light,
        worth: worth(measures),
        surroundings,
        ...passive,
      },
    };
  }

  scrub(): void {
    this.#meter.scrub();
    this.#thumbnailer.scrub();
    this.#uprightFaces.scrub();
    this.#engine.scrub();
    this.#passive?.scrub();
  }
}
