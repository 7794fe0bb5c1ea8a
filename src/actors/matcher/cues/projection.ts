/** Columns that hold less than this share of their own after the ones before them are taken out add nothing. */
const leastOwn = 1e-3;

/** The same space spanned by columns of length 1 at right angles; those that depend on others are left out. */
export function orthogonal(columns: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (const column of columns) {
    const own = projectOut(found, column);
    const length = Math.hypot(...own);
    if (length > leastOwn * Math.hypot(...column)) found.push(own.map((value) => value / length));
  }
  return found;
}

/** What is left of a series once everything is taken out that the columns (of `orthogonal`) can explain. */
export function projectOut(columns: readonly (readonly number[])[], series: readonly number[]): number[] {
  let left = [...series];
  for (const column of columns) {
    const share = product(column, left);
    left = left.map((value, i) => value - share * (column[i] ?? 0));
  }
  return left;
}

export function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
