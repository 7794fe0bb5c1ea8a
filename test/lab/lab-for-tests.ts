import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab, labObstacle } from '../../src/host/lab/lab.ts';
import { pcscdSocket } from '../../src/host/lab/place.ts';

/**
 * Why the tests of a file cannot run here, shown in the titles of the skipped ones. As root the packages are installed, so
 * that CI runs them.
 */
export const obstacle = labObstacle((line) => console.error(line));

/** " — skipped: …" or nothing, for the title of a suite that needs the lab. */
export const whyNot = obstacle === undefined ? '' : ` — skipped: ${obstacle}`;

export interface TestLab {
  readonly lab: Lab;
  /** Environment for programs that shall use this lab's pcscd. */
  readonly env: NodeJS.ProcessEnv;
  readonly end: () => Promise<void>;
}

/**
 * A lab with the card described in YAML. This process's own libpcsclite is led there too; it remembers the first such socket,
 * so a test file starts one lab.
 */
export async function startTestLab(card?: string): Promise<TestLab> {
  const folder = mkdtempSync(join(tmpdir(), 'honnin-lab-card-'));
  const file = join(folder, 'patient.yaml');
  if (card !== undefined) writeFileSync(file, `title: test\ncard: ${card}\n`);
  const lab = await Lab.start(card === undefined ? {} : { card: file });
  process.env['PCSCLITE_CSOCK_NAME'] = pcscdSocket(lab.folder);
  return {
    lab,
    env: { ...process.env },
    end: async () => {
      await lab.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
