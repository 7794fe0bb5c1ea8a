import type { PcscClock } from '../../../../src/actors/card/pcsc/clock.ts';
import { returnCodes } from '../../../../src/actors/card/pcsc/codes.ts';
import {
  disposition,
  eventCountShift,
  readerStates,
  type Handle,
  type PcscLibrary,
} from '../../../../src/actors/card/pcsc/library.ts';
import type { CardOs } from '../../../../src/actors/card/practice/card-os.ts';

interface Reader {
  card: CardOs | undefined;
  mute: boolean;
  count: number;
  holder: Handle | undefined;
}
interface Wait {
  readonly context: Handle;
  readonly reader: string;
  readonly current: number;
  readonly settle: (code: number, event: number) => void;
}
interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * A stand-in for libpcsclite at its C interface, with what vpcd cannot do: readers that are plugged and unplugged, a service
 * that stops in the middle of anything, contexts gone stale, a machine that sleeps. Time passes only by `advance`.
 */
export class StandIn implements PcscLibrary, PcscClock {
  readonly contexts = new Set<Handle>();
  readonly cards = new Map<Handle, { readonly reader: string; stale: boolean; reset: boolean }>();
  /** Names of the calls made, in order. */
  readonly calls: string[] = [];
  /** Answers instead of the honest one, by the name of the call; used up one by one. */
  readonly faults = new Map<string, number[]>();
  /** What the next transmits answer instead of the card. */
  readonly answers: { readonly code: number; readonly bytes: readonly number[] }[] = [];
  /** `getStatusChange` tells a change at once, each time, though there is none. */
  restless = false;
  readonly #readers = new Map<string, Reader>();
  readonly #stale = new Set<Handle>();
  #waits: Wait[] = [];
  #timers: Timer[] = [];
  #now = 0;
  #up = true;
  #handles = 1n;

  get now(): number {
    return this.#now;
  }

  /** Timers that have not run. */
  get timers(): number {
    return this.#timers.length;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass; everything that becomes due happens in its order. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settled();
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
      await settled();
    }
    this.#now = end;
  }

  plug(name: string): void {
    this.#readers.set(name, { card: undefined, mute: false, count: 0, holder: undefined });
  }

  unplug(name: string): void {
    this.#readers.delete(name);
    for (const wait of this.#takeWaits((w) => w.reader === name)) {
      wait.settle(returnCodes.success, readerStates.changed | readerStates.unavailable);
    }
  }

  insert(name: string, card: CardOs, mute = false): void {
    const reader = this.#reader(name);
    card.reset();
    reader.card = card;
    reader.mute = mute;
    reader.count += 1;
    this.#changed(name);
  }

  remove(name: string): void {
    const reader = this.#reader(name);
    reader.card?.reset();
    reader.card = undefined;
    reader.count += 1;
    this.#changed(name);
  }

  /** Without `changed` being told in between: out and in while nobody looked. */
  exchange(name: string, card: CardOs): void {
    const reader = this.#reader(name);
    reader.card = card;
    reader.count += 2;
    this.#changed(name);
  }

  /** Another program takes the card, or lets go of it. */
  held(name: string, by: boolean): void {
    this.#reader(name).holder = by ? -1n : undefined;
  }

  stop(): void {
    this.#up = false;
    this.#forget();
    for (const wait of this.#takeWaits(() => true)) wait.settle(returnCodes.serviceCommunication, 0);
  }

  start(): void {
    this.#up = true;
  }

  /** The service has been away and is back before anybody asked: every handle is unknown to it. */
  restart(): void {
    this.stop();
    this.start();
  }

  /** The machine slept: waits are broken off, cards lost their power, contexts are stale when `contexts` says so. */
  sleep(contexts: boolean): void {
    for (const reader of this.#readers.values()) reader.card?.reset();
    for (const card of this.cards.values()) card.reset = true;
    if (contexts) this.#forget();
    for (const wait of this.#takeWaits(() => true))
      wait.settle(contexts ? returnCodes.systemCancelled : returnCodes.timeout, 0);
  }

  async establishContext(): Promise<{ readonly code: number; readonly context: Handle }> {
    const code = this.#begin('establishContext');
    if (code !== undefined) return { code, context: 0n };
    if (!this.#up) return { code: returnCodes.noService, context: 0n };
    const context = this.#handle();
    this.contexts.add(context);
    return { code: 0, context };
  }

  async releaseContext(context: Handle): Promise<number> {
    this.#begin('releaseContext');
    const known = this.contexts.delete(context);
    const stale = this.#stale.delete(context);
    for (const wait of this.#takeWaits((w) => w.context === context)) wait.settle(returnCodes.cancelled, 0);
    return known && !stale ? 0 : returnCodes.invalidHandle;
  }

  async isValidContext(context: Handle): Promise<number> {
    return this.#begin('isValidContext') ?? this.#check(context);
  }

  async cancel(context: Handle): Promise<number> {
    const code = this.#begin('cancel') ?? this.#check(context);
    if (code !== 0) return code;
    for (const wait of this.#takeWaits((w) => w.context === context)) wait.settle(returnCodes.cancelled, 0);
    return 0;
  }

  async listReaders(context: Handle): Promise<{ readonly code: number; readonly readers: readonly string[] }> {
    const code = this.#begin('listReaders') ?? this.#check(context);
    if (code !== 0) return { code, readers: [] };
    const readers = [...this.#readers.keys()];
    return { code: readers.length === 0 ? returnCodes.noReadersAvailable : 0, readers };
  }

  async getStatusChange(
    context: Handle,
    timeout: number,
    reader: string,
    current: number,
  ): Promise<{ readonly code: number; readonly event: number }> {
    const code = this.#begin('getStatusChange') ?? this.#check(context);
    if (code !== 0) return { code, event: 0 };
    if (!this.#readers.has(reader)) return { code: returnCodes.unknownReader, event: 0 };
    const state = this.#stateOf(reader);
    if (state !== current || this.restless) return { code: 0, event: state | readerStates.changed };
    return new Promise((resolve) => {
      const stopTimer = this.after(timeout, () => {
        this.#waits = this.#waits.filter((other) => other !== wait);
        resolve({ code: returnCodes.timeout, event: state });
      });
      const settle = (settledCode: number, event: number) => {
        stopTimer();
        resolve({ code: settledCode, event });
      };
      const wait = { context, reader, current, settle };
      this.#waits.push(wait);
    });
  }

  async connect(
    context: Handle,
    reader: string,
    share: number,
  ): Promise<{ readonly code: number; readonly card: Handle; readonly protocol: number }> {
    const code = this.#begin('connect') ?? this.#check(context);
    if (code !== 0) return refused(code);
    if (share !== 1) return refused(returnCodes.internalError);
    const there = this.#readers.get(reader);
    if (there === undefined) return refused(returnCodes.unknownReader);
    if (there.card === undefined) return refused(returnCodes.noSmartcard);
    if (there.mute) return refused(returnCodes.unresponsiveCard);
    if (there.holder !== undefined) return refused(returnCodes.sharingViolation);
    const card = this.#handle();
    there.holder = card;
    this.cards.set(card, { reader, stale: false, reset: false });
    return { code: 0, card, protocol: 2 };
  }

  async reconnect(
    card: Handle,
    _share: number,
    _protocols: number,
    initialization: number,
  ): Promise<{ readonly code: number; readonly protocol: number }> {
    const code = this.#begin('reconnect') ?? this.#checkCard(card);
    if (code === 0 && initialization === disposition.reset) this.#osOf(card)?.reset();
    return { code, protocol: 2 };
  }

  async beginTransaction(card: Handle): Promise<number> {
    return this.#begin('beginTransaction') ?? this.#checkCard(card);
  }

  async endTransaction(card: Handle): Promise<number> {
    return this.#begin('endTransaction') ?? this.#checkCard(card);
  }

  async transmit(
    card: Handle,
    protocol: number,
    command: Uint8Array<ArrayBuffer>,
    response: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly code: number; readonly length: number }> {
    const code = this.#begin('transmit') ?? this.#checkCard(card);
    if (code !== 0) return { code, length: 0 };
    if (protocol !== 2) return { code: returnCodes.protoMismatch, length: 0 };
    const scripted = this.answers.shift();
    const os = this.#osOf(card);
    if (os === undefined && scripted === undefined) return { code: returnCodes.removedCard, length: 0 };
    const answer = scripted === undefined ? (os?.answer(command) ?? []) : scripted.bytes;
    if (scripted !== undefined && scripted.code !== 0) return { code: scripted.code, length: 0 };
    if (answer.length > response.length) return { code: returnCodes.insufficientBuffer, length: answer.length };
    response.set(answer);
    return { code: 0, length: answer.length };
  }

  async disconnect(card: Handle, how: number): Promise<number> {
    const code = this.#begin('disconnect') ?? this.#checkCard(card);
    const open = this.cards.get(card);
    if (open !== undefined) {
      const reader = this.#readers.get(open.reader);
      if (reader?.holder === card) reader.holder = undefined;
      if (how === disposition.reset) reader?.card?.reset();
    }
    this.cards.delete(card);
    return code;
  }

  #begin(call: string): number | undefined {
    this.calls.push(call);
    return this.faults.get(call)?.shift();
  }

  #check(context: Handle): number {
    if (!this.#up) return returnCodes.noService;
    return this.contexts.has(context) && !this.#stale.has(context) ? 0 : returnCodes.invalidHandle;
  }

  #checkCard(card: Handle): number {
    if (!this.#up) return returnCodes.noService;
    const open = this.cards.get(card);
    if (open === undefined || open.stale) return returnCodes.invalidHandle;
    const reader = this.#readers.get(open.reader);
    if (reader === undefined) return returnCodes.readerUnavailable;
    if (reader.card === undefined) return returnCodes.removedCard;
    return open.reset ? returnCodes.resetCard : 0;
  }

  #osOf(card: Handle): CardOs | undefined {
    const open = this.cards.get(card);
    return open === undefined ? undefined : this.#readers.get(open.reader)?.card;
  }

  #forget(): void {
    for (const context of this.contexts) this.#stale.add(context);
    for (const card of this.cards.values()) card.stale = true;
    for (const reader of this.#readers.values()) reader.holder = undefined;
  }

  #handle(): Handle {
    this.#handles += 1n;
    return this.#handles;
  }

  #reader(name: string): Reader {
    const reader = this.#readers.get(name);
    if (reader === undefined) throw new Error(`no reader ${name}`);
    return reader;
  }

  #stateOf(name: string): number {
    const reader = this.#reader(name);
    const there = reader.card === undefined ? readerStates.empty : readerStates.present;
    return (
      there | (reader.mute && reader.card !== undefined ? readerStates.mute : 0) | (reader.count << eventCountShift)
    );
  }

  #changed(name: string): void {
    const state = this.#stateOf(name);
    for (const wait of this.#takeWaits((w) => w.reader === name && w.current !== state)) {
      wait.settle(returnCodes.success, state | readerStates.changed);
    }
  }

  #takeWaits(which: (wait: Wait) => boolean): readonly Wait[] {
    const taken = this.#waits.filter(which);
    this.#waits = this.#waits.filter((wait) => !which(wait));
    return taken;
  }
}

function refused(code: number): { readonly code: number; readonly card: Handle; readonly protocol: number } {
  return { code, card: 0n, protocol: 0 };
}

/** Lets every promise that can settle do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
}
