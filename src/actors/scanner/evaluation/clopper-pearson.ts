/** The two-sided 95 % Clopper–Pearson bounds of a share: `count` of `total`, 0 … 1. */
export function shareBounds(
  count: number,
  total: number,
  level = 0.95,
): { readonly low: number; readonly high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const tail = (1 - level) / 2;
  return {
    low: count === 0 ? 0 : bisect((p) => 1 - atMost(count - 1, total, p) - tail),
    high: count === total ? 1 : bisect((p) => tail - atMost(count, total, p)),
  };
}

/** Probability of at most `count` successes of `total`, each of probability `p`. */
function atMost(count: number, total: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return count >= total ? 1 : 0;
  let logTerm = total * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= count; k++) {
    logTerm += Math.log((total - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/** Root of a rising function on 0 … 1. */
function bisect(rising: (p: number) => number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
