/** Says how far a long run is and how long it will still take, at most every `everyMs` of the clock `now` (ms). */
export function progressTeller(
  tell: (words: string) => void,
  everyMs = 10_000,
  now: () => number = () => performance.now(),
): (done: number, total: number) => void {
  const started = now();
  let told = started;
  return (done, total) => {
    const time = now();
    if (time - told < everyMs || done === 0) return;
    told = time;
    const left = ((time - started) / done) * (total - done);
    tell(`${done} of ${total}, about ${Math.ceil(left / 1000)} s left`);
  };
}
