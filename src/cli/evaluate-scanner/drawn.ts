import type { ExposureStep, Frame } from '../../actors/camera/frames.ts';
import { progressTeller } from '../progress.ts';
import type { CalendarDate } from '../../actors/scanner/calendar.ts';
import type { Results, DrawnScore } from '../../actors/scanner/evaluation/results.ts';
import { scoreCase } from '../../actors/scanner/evaluation/score.ts';
import type { JudgeRules } from '../../actors/scanner/judge.ts';
import type { PracticePatient } from '../../actors/practice/patient.ts';
import type { Typeface } from '../../actors/scanner/practice/fonts.ts';
import { layInTray, type SceneOptions, type TrayScene } from '../../actors/scanner/practice/front.ts';
import { levels, randomCard, sceneAt, type Level } from '../../actors/scanner/practice/levels.ts';
import { codeBOf } from '../../actors/scanner/practice/printed-dates.ts';
import { Random } from '../../actors/scanner/practice/random.ts';
import type { FrameReader } from '../../actors/scanner/reader.ts';
import type { Options } from './options.ts';

/** Frames of a drawn card before it counts as refused. */
const framesPerCard = 5;

/** A card that was scored, and how to draw it again. */
export interface ScoredCard {
  readonly level: Level;
  readonly at: number;
  readonly scored: DrawnScore;
}

/** `cards` cards of one level; those that no person could read are among them and marked. Ends early when told to stop. */
export async function scoreDrawn(
  level: Level,
  options: Options,
  reader: FrameReader,
  rules: JudgeRules,
  results: Results,
  stop: AbortSignal,
): Promise<ScoredCard[]> {
  const cards: ScoredCard[] = [];
  const progress = progressTeller((words) => console.error(`${level}: ${words}`));
  for (let at = 0; at < options.cards && !stop.aborted; at++) {
    const id = nameOf(level, at, options);
    let scored = results.known(id);
    if (scored === undefined) {
      const { card, scene } = drawCard(level, at, options);
      const drawn = { id, codeB: codeBOf(card), ...framesOf(scene, options.exposures) };
      const told = options.chip ? { ...rules, chipExpiry: dateOf(card.expiry) } : rules;
      scored = { ...(await scoreCase(drawn, reader, told)), sight: scene.sight() };
      results.keep(scored);
      await new Promise((resolve) => setImmediate(resolve));
    }
    cards.push({ level, at, scored });
    progress(at + 1, options.cards);
  }
  return cards;
}

/** The same card on every machine. */
export function drawCard(
  level: Level,
  at: number,
  { seed, today, generation, typeface, width }: Options,
): { card: PracticePatient['card']; scene: TrayScene } {
  const random = new Random(seed * 1_000_003 + levels.indexOf(level) * 100_003 + at);
  const card = randomCard(random, today.year, generation);
  const scene = { ...inTypeface(sceneAt(level, random), typeface), width, height: (width * 3) / 4 };
  return { card, scene: layInTray(card, scene) };
}

function nameOf(level: Level, at: number, { generation, seed, typeface, engine, exposures, width }: Options): string {
  const words = [level, generation, `${seed}-${at}`, typeface, engine === 'network' ? undefined : engine];
  const unusual = [exposures ? 'exposures' : undefined, width === 1280 ? undefined : `${width}`];
  return [...words, ...unusual].filter((word) => word !== undefined).join(' ');
}

function inTypeface(scene: SceneOptions, typeface: Typeface | undefined): SceneOptions {
  return typeface === undefined ? scene : { ...scene, print: { ...scene.print, typeface, codeTypeface: typeface } };
}

function dateOf(iso: string): CalendarDate {
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), day: Number(iso.slice(8)) };
}

/** Frames are only taken as long as the judge wants more. */
function framesOf(scene: TrayScene, obeys: boolean): { frames: Iterable<Frame>; expose: (step: ExposureStep) => void } {
  let exposure: ExposureStep = 0;
  return {
    frames: (function* () {
      for (let time = 0; time < framesPerCard; time++) yield scene.frame(time, exposure);
    })(),
    expose: (step) => {
      if (obeys) exposure = step;
    },
  };
}
