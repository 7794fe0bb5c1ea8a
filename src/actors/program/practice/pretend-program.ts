import { setTimeout as pause } from 'node:timers/promises';
import { fitsFields } from '../../../vocabulary/fields.ts';
import { jobs } from '../../../vocabulary/jobs.ts';
import type { CardTransport } from '../../card/transport.ts';
import type { Request } from '../lines.ts';
import type { CertificateState } from './certificate-dates.ts';
import { identify } from './identify.ts';
import { settingsOfNobody, type ProgramSettings } from './settings.ts';

/** What goes back in a line, or one of the ways to misbehave that main.ts acts out. */
export type PretendAnswer =
  { readonly outcome: string; readonly left?: number } | { readonly misbehave: 'hang' | 'crash' | 'garbage' };

/** The server's shortest answer, and how much longer a slow one takes: beyond the flow's 7 s. */
const quickMs = 150;
const slowMs = 8_000;

/**
 * A pretend 支払基金 program with a pretend server behind it. What it answers is set by the practice hardware for the patient
 * who is present; what the card says about the PIN is real. A `PIN` is overwritten here, whatever happens.
 */
export class PretendProgram {
  readonly #transport: CardTransport;
  #settings: ProgramSettings = settingsOfNobody;
  #registered = false;

  constructor(transport: CardTransport) {
    this.#transport = transport;
  }

  set(settings: ProgramSettings): void {
    if (settings.visit !== this.#settings.visit) this.#registered = false;
    this.#settings = settings;
  }

  /** Never rejects but for a cancelled `signal`. */
  async answer(
    request: Request,
    pin: Uint8Array<ArrayBuffer> | undefined,
    signal: AbortSignal,
  ): Promise<PretendAnswer> {
    try {
      switch (request.do) {
        case 'ping':
          return await this.#ping(signal);
        case 'commit':
          return await this.#commit(request, signal);
        default:
          return await this.#identified(request, pin, signal);
      }
    } finally {
      pin?.fill(0);
    }
  }

  async #ping(signal: AbortSignal): Promise<PretendAnswer> {
    await pause(quickMs, undefined, { signal });
    return this.#serverTrouble() ?? { outcome: this.#settings.server === 'slow' ? 'slow' : 'online' };
  }

  async #identified(
    request: Request,
    pin: Uint8Array<ArrayBuffer> | undefined,
    signal: AbortSignal,
  ): Promise<PretendAnswer> {
    const { id: _, do: what, ...input } = request;
    if (!fitsFields(jobs['program.qualify'].input, input)) return { outcome: 'versionMismatch' };
    // A program that knows its server to be away leaves the card, and its tries, alone.
    const trouble = this.#serverTrouble();
    if (trouble !== undefined) return trouble;
    if (input['method'] === 'pin' && pin === undefined) return { outcome: 'pinUnknown' };
    const identified = await identify(this.#transport, pin, () => !signal.aborted);
    if (identified.outcome !== 'ok') return identified;
    await this.#serverTime(signal);
    return what === 'register' ? this.#register() : this.#qualify(identified.certificate);
  }

  #qualify(certificate: CertificateState): PretendAnswer {
    const { qualification } = this.#settings.program;
    // The certificate's own end decides over a server that would say yes.
    if (certificate !== 'valid' && qualification === 'ok') return { outcome: certificate };
    if (qualification === 'unregistered' && this.#registered) return { outcome: 'ok' };
    return deed(qualification);
  }

  #register(): PretendAnswer {
    const { registration } = this.#settings.program;
    if (registration === 'ok') this.#registered = true;
    return deed(registration);
  }

  async #commit(request: Request, signal: AbortSignal): Promise<PretendAnswer> {
    const { id: _, do: _do, ...input } = request;
    if (!fitsFields(jobs['program.commit'].input, input)) return { outcome: 'versionMismatch' };
    await pause(quickMs, undefined, { signal });
    return this.#serverTrouble() ?? deed(this.#settings.program.commit);
  }

  #serverTrouble(): PretendAnswer | undefined {
    if (this.#settings.server === 'down') return { outcome: 'serverDown' };
    return this.#settings.server === 'maintenance' ? { outcome: 'serverMaintenance' } : undefined;
  }

  async #serverTime(signal: AbortSignal): Promise<void> {
    const own = this.#settings.program.seconds * 1000;
    await pause(this.#settings.server === 'slow' ? own + slowMs : own, undefined, { signal });
  }
}

function deed(word: string): PretendAnswer {
  return word === 'hang' || word === 'crash' || word === 'garbage' ? { misbehave: word } : { outcome: word };
}
