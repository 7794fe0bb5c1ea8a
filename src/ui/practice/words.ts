import type { ServerMood } from '../../vocabulary/dock.ts';
import type { DeviceName } from '../../vocabulary/events.ts';

/** The dock speaks Japanese and English side by side: it is a tool for trying, not the product. */
export interface Pair {
  readonly ja: string;
  readonly en: string;
}

const pair = (ja: string, en: string): Pair => ({ ja, en });

const behaviourWords: { readonly [behaviour: string]: Pair } = {
  looks: pair('カメラを見る', 'looks at the camera'),
  looksAway: pair('よそを見る', 'looks away'),
  farAway: pair('遠くに立つ', 'stands far away'),
  dark: pair('暗い部屋', 'dark room'),
  nobody: pair('だれもいない', 'nobody there'),
  still: pair('じっと動かない', 'does not move'),
  print: pair('写真の紙を見せる', 'shows a print'),
  printSmall: pair('小さな写真', 'small print'),
  printFilling: pair('大きな写真', 'large print'),
  screen: pair('画面を見せる', 'shows a screen'),
  tremor: pair('ふるえがある', 'trembles'),
  slow: pair('ゆっくり動く', 'moves slowly'),
  wheelchair: pair('車いすから', 'from a wheelchair'),
  looksLater: pair('あとからカメラを見る', 'looks later'),
  glasses: pair('めがねが写真とちがう', 'glasses unlike the photo'),
  maskOff: pair('マスクをはずす', 'takes a mask off'),
  cap: pair('ぼうしをかぶる', 'wears a cap'),
};

/** A behaviour the dock has no words for is shown by its own name. */
export function behaviourWord(behaviour: string): Pair {
  return behaviourWords[behaviour] ?? pair(behaviour, '');
}

export const deviceWords: { readonly [D in DeviceName]: Pair } = {
  reader: pair('カードリーダー', 'card reader'),
  camera: pair('カメラ', 'camera'),
  scanner: pair('券面カメラ', 'card camera'),
  matcher: pair('顔の照合', 'face matcher'),
  display: pair('画面', 'display'),
  program: pair('処理ソフト', 'card program'),
  light: pair('トレイの照明', 'tray light'),
};

export const moodWords: { readonly [M in ServerMood]: Pair } = {
  online: pair('ふつう', 'online'),
  slow: pair('おそい', 'slow'),
  down: pair('つながらない', 'down'),
  maintenance: pair('保守中', 'maintenance'),
  missing: pair('ソフトがない', 'program missing'),
  hang: pair('返事がない', 'hangs'),
  garbage: pair('読めない返事', 'garbage'),
};
