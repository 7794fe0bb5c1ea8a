import { coreExecArgv } from '../hardening/start-options.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { CameraPort } from '../../actors/camera/port.ts';
import type { DevicePort, DeviceState } from '../../actors/devices/device-jobs.ts';
import type { TrayLight } from '../../actors/devices/tray-light.ts';
import type { DeviceName } from '../../vocabulary/events.ts';
import { reportSchema, type Order, type Report } from './hardware-messages.ts';

const program = fileURLToPath(new URL('./hardware-main.ts', import.meta.url));

/**
 * The practice hardware as the core sees it: a process that stands for reader, cameras and pretend server. The core
 * reaches it only where it would reach real hardware (reader socket, cameras, device list); the dock reaches the rest.
 */
export class PracticeHardware {
  /** Where the practice reader listens (unix domain socket, named pipe on Windows); the program connects there too. */
  readonly readerPath: string;
  readonly #process: ChildProcess;
  readonly #folder: string | undefined;
  readonly #reports = new Set<(report: Report) => void>();
  readonly #up = new Map<DeviceName, boolean>();
  #streams = 0;
  #camera: 'practice' | 'glass' = 'practice';

  private constructor(child: ChildProcess, readerPath: string, folder: string | undefined) {
    this.#process = child;
    this.readerPath = readerPath;
    this.#folder = folder;
    child.on('message', (message) => {
      const report = v.safeParse(reportSchema, message);
      if (!report.success) return;
      if (report.output.report === 'device') this.#up.set(report.output.device, report.output.up);
      if (report.output.report === 'camera') this.#camera = report.output.camera;
      for (const hear of this.#reports) hear(report.output);
    });
  }

  /**
   * Starts the process and waits until its reader listens. With `plug` cards are held to vpcd there (lab/plug.ts) instead of
   * the practice reader. Rejects with the cause when it cannot.
   */
  static start(patient: string, plug?: string): Promise<PracticeHardware> {
    const folder = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'honnin-'));
    const readerPath = folder === undefined ? `\\\\.\\pipe\\honnin-${process.pid}` : join(folder, 'reader');
    const child = spawn(
      process.execPath,
      [...coreExecArgv(), program, readerPath, patient, ...(plug === undefined ? [] : [plug])],
      {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    const hardware = new PracticeHardware(child, readerPath, folder);
    return new Promise((resolve, reject) => {
      child.once('exit', (code) =>
        reject(new Error(`practice hardware ended at its start (exit ${code ?? 'by signal'})`)),
      );
      const stop = hardware.onReport((report) => {
        if (report.report === 'failed') reject(new Error(report.cause));
        if (report.report !== 'ready') return;
        stop();
        resolve(hardware);
      });
    });
  }

  onReport(hear: (report: Report) => void): () => void {
    this.#reports.add(hear);
    return () => void this.#reports.delete(hear);
  }

  order(order: Order): void {
    if (this.#process.connected) this.#process.send(order, () => {});
  }

  /** Resolves when the named patient's card lies in the tray. */
  place(patient: string): Promise<void> {
    const placed = this.#once('placed');
    this.order({ order: 'place', patient });
    return placed;
  }

  remove(): Promise<void> {
    const removed = this.#once('removed');
    this.order({ order: 'remove' });
    return removed;
  }

  /** Hands a checked WebSocket upgrade of the dock over to the process. */
  upgrade(path: '/dock' | '/preview', request: IncomingMessage, socket: Duplex): void {
    if (!(socket instanceof Socket) || !this.#process.connected) return void socket.destroy();
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const order: Order = { order: 'upgrade', path, headers };
    this.#process.send(order, socket, () => {});
  }

  /** Which camera the user chose; the glass's own is reached through the bridge. */
  get chosenCamera(): 'practice' | 'glass' {
    return this.#camera;
  }

  camera(which: 'patient' | 'tray'): CameraPort {
    return {
      stream: ({ port, token }) => {
        const id = ++this.#streams;
        this.order({ order: 'stream', id, camera: which, port, token });
        return () => this.order({ order: 'streamStop', id });
      },
    };
  }

  readonly trayLight: TrayLight = {
    on: () => this.order({ order: 'light', on: true }),
    off: () => this.order({ order: 'light', on: false }),
  };

  device(name: DeviceName): DevicePort {
    return {
      check: () => Promise.resolve(this.#up.get(name) !== false && this.#process.connected),
      watch: (changed: (state: DeviceState) => void) =>
        this.onReport((report) => {
          if (report.report === 'device' && report.device === name) changed(report.up ? 'up' : 'lost');
        }),
    };
  }

  stop(): void {
    this.#process.removeAllListeners('exit');
    this.#process.kill();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #once(name: Report['report']): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.onReport((report) => {
        if (report.report !== name) return;
        stop();
        resolve();
      });
    });
  }
}
