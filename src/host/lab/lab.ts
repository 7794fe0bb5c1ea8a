import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { installPackages, missingPackages } from './packages.ts';
import { labReportSchema, type LabOrder, type LabReport } from './messages.ts';

const inside = fileURLToPath(new URL('./inside-main.ts', import.meta.url));

export interface LabOptions {
  /** A practice patient's file whose card is placed first. */
  readonly card?: string;
  /** Runs inside the lab, with our standard streams; the lab ends with it. */
  readonly command?: readonly string[];
}

/** Why there can be no lab here, in a sentence for people; undefined when there can. Installs packages when `log` is given. */
export function labObstacle(log?: (line: string) => void): string | undefined {
  const missing = log === undefined ? missingSentence() : installPackages(log);
  if (missing !== undefined) return missing;
  return namespaces() === undefined
    ? 'この機械では名前空間をつくれません。root か、利用者名前空間を許した機械で実行してください。(unshare is refused: run as root, or where user namespaces are allowed)'
    : undefined;
}

function missingSentence(): string | undefined {
  const missing = missingPackages();
  return missing.length === 0 ? undefined : `Debian packages missing: ${missing.join(', ')}`;
}

/** Flags of unshare that this machine allows: as root, or in a user namespace where we are root. */
function namespaces(): readonly string[] | undefined {
  return [['-mn'], ['-Urmn']].find((flags) => spawnSync('unshare', [...flags, 'true']).status === 0);
}

/** pcscd with vpcd and a practice card, in namespaces of their own: nothing of it is seen by the rest of the machine. */
export class Lab {
  /** The doors into it: see place.ts. */
  readonly folder: string;
  /** Resolves with the exit status of lab and command. */
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, () => void>();
  #orders = 0;

  /** @throws Error with a sentence for people when the lab cannot start. */
  static async start(options: LabOptions = {}): Promise<Lab> {
    const lab = new Lab(options);
    await lab.#ready();
    return lab;
  }

  private constructor({ card, command = [] }: LabOptions) {
    const flags = namespaces();
    if (flags === undefined) throw new Error('unshare is refused here');
    this.folder = mkdtempSync(join(tmpdir(), 'honnin-lab-'));
    const args = ['--folder', this.folder, ...(card === undefined ? [] : ['--card', card]), '--', ...command];
    this.#child = spawn('unshare', [...flags, process.execPath, inside, ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      const report = v.safeParse(labReportSchema, message);
      if (report.success) this.#hear(report.output);
    });
    this.ended = new Promise((resolve) => {
      this.#child.on('exit', (code) => {
        rmSync(this.folder, { recursive: true, force: true });
        for (const done of this.#waiting.values()) done();
        resolve(code ?? 1);
      });
    });
  }

  /** The service dies without a word. */
  stopPcscd(): Promise<void> {
    return this.#order('stopPcscd');
  }

  startPcscd(): Promise<void> {
    return this.#order('startPcscd');
  }

  /** Holds the lab's own card to the reader; pcscd sees it within 0.6 s. */
  place(): Promise<void> {
    return this.#order('place');
  }

  remove(): Promise<void> {
    return this.#order('remove');
  }

  async end(): Promise<void> {
    void this.#order('end');
    await this.ended;
  }

  #order(order: LabOrder['order']): Promise<void> {
    this.#orders += 1;
    const id = this.#orders;
    return new Promise((resolve) => {
      if (!this.#child.connected) return resolve();
      this.#waiting.set(id, resolve);
      const message: LabOrder = { id, order };
      return void this.#child.send(message, () => undefined);
    });
  }

  #hear(report: LabReport): void {
    if (report.report === 'done') this.#waiting.get(report.id)?.();
    if (report.report === 'done') this.#waiting.delete(report.id);
  }

  #ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.once('exit', (code) => reject(new Error(`the lab ended at its start (exit ${code ?? 'by signal'})`)));
      this.#child.on('message', (message) => {
        const report = v.safeParse(labReportSchema, message);
        if (!report.success) return;
        if (report.output.report === 'ready') resolve();
        if (report.output.report === 'failed') reject(new Error(report.output.cause));
      });
    });
  }
}
