import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { repositoryRoot } from '../../models/manifest.ts';
import { judgedSchema, type Judged } from './spoof-tally.ts';

/** What decides the outcome of a clip: the matcher, the studio, the thresholds, and what runs the networks. */
const sources = [
  'src/actors/matcher/child/frame-picture.ts',
  'src/actors/matcher/child/observer.ts',
  'src/actors/matcher/cues',
  'src/actors/matcher/decision',
  'src/actors/matcher/engine',
  'src/actors/matcher/quality',
  'src/actors/matcher/evaluation/clip-clock.ts',
  'src/actors/matcher/evaluation/spoof-clip.ts',
  'src/actors/models/liveness-schema.ts',
  'src/actors/models/manifest-schema.ts',
  'src/actors/camera/practice',
  'models/models.yaml',
  'package-lock.json',
];

/** Changes whenever a clip might be judged otherwise than before. */
export function codeDigest(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(repositoryRoot, source);
    const files = /\.\w+$/.test(source)
      ? [path]
      : readdirSync(path, { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(ts|json)$/.test(name))
          .sort()
          .map((name) => join(path, name));
    for (const file of files) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Judged clips in a file, one JSON object a line, each written once: a run that is stopped is taken up again. */
export class JudgedFile {
  readonly path: string;
  readonly judged: Judged[];

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    // The last line may have been cut by whatever ended the run; the next record must not become a part of it.
    if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n');
    this.judged = text.split('\n').flatMap((line) => {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), judgedSchema), line);
      return parsed.success ? [parsed.output] : [];
    });
  }

  has(kind: Judged['kind'], number: number): boolean {
    return this.judged.some((one) => one.kind === kind && one.number === number);
  }

  add(one: Judged): void {
    this.judged.push(one);
    appendFileSync(this.path, `${JSON.stringify(one)}\n`);
  }
}
