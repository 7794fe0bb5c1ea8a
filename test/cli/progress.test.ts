import { expect, test } from 'vitest';
import { progressTeller } from '../../src/cli/progress.ts';

test('progress tells how long it will take, not too often', () => {
  let now = 0;
  const words: string[] = [];
  const progress = progressTeller(
    (said) => words.push(said),
    1_000,
    () => now,
  );
  for (let done = 1; done <= 100; done++) {
    now = done * 100;
    progress(done, 100);
  }
  expect(words).toHaveLength(10);
  expect(words[4]).toBe('50 of 100, about 5 s left');
});
