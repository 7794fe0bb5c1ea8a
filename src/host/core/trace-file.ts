import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of lines, begun anew at each start. A full or failing disk never stops a journey: writing ends, once told. */
export function lineFile(path: string, told: (cause: string) => void): (line: string) => void {
  let failed = false;
  const attempt = (write: () => void): void => {
    if (failed) return;
    try {
      write();
    } catch (error) {
      failed = true;
      told(error instanceof Error ? error.message : 'unknown cause');
    }
  };
  attempt(() => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  });
  return (line) => attempt(() => appendFileSync(path, `${line}\n`));
}
