import type { Step } from '../host/core/runtime.ts';

/** The stages of a visit: name, and the events between which it lasts. The last two rows are R 3-23. */
const stages = [
  ['カードを調べる (probe)', 'CARD.IN', 'card.probe.myna'],
  ['券面を読む (scan front)', 'card.probe.myna', 'scanner.read.read'],
  ['ICの写真を読む (read photo)', 'scanner.read.read', 'card.readPhoto.photo'],
  ['写真を準備する (enrol)', 'card.readPhoto.photo', 'matcher.enrol.ready'],
  ['カード設置→準備完了 (card in → ready)', 'CARD.IN', 'matcher.enrol.ready'],
  ['顔を見る (verify)', 'matcher.enrol.ready', 'matcher.verify.match'],
  ['顔認証→照合 (PICK.FACE → match)', 'PICK.FACE', 'matcher.verify.match'],
  ['照合→資格確認終了 (match → qualified)', 'matcher.verify.match', 'program.qualify.ok'],
  ['顔認証→資格確認終了 (PICK.FACE → qualified, R 3-23)', 'PICK.FACE', 'program.qualify.ok'],
  ['PIN送信→資格確認終了 (PIN.SUBMIT → qualified)', 'PIN.SUBMIT', 'program.qualify.ok'],
] as const;

/** Notes when events happened and tells how long the stages between them took. */
export class StageTimes {
  readonly #last = new Map<string, number>();

  step({ event }: Step): void {
    this.#last.set(event.type, performance.now());
  }

  /** Seconds of each stage that took place, by its name. */
  seconds(): ReadonlyMap<string, number> {
    return new Map(
      stages.flatMap(([name, from, to]) => {
        const start = this.#last.get(from);
        const end = this.#last.get(to);
        return start === undefined || end === undefined || end < start ? [] : [[name, (end - start) / 1000] as const];
      }),
    );
  }

  table(): readonly string[] {
    return [...this.seconds()].map(([name, seconds]) => `${seconds.toFixed(2).padStart(6)} s  ${name}`);
  }
}
