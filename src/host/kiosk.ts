import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { cues, type Cue } from '../actors/camera/practice/cue.ts';
import type { CameraPort } from '../actors/camera/port.ts';
import { CardFacts } from '../actors/card/card-facts.ts';
import { createCardJobs } from '../actors/card/card-jobs.ts';
import type { PcscNote } from '../actors/card/pcsc/notes.ts';
import { PcscTransport } from '../actors/card/pcsc/pcsc-transport.ts';
import { ReaderClient } from '../actors/card/practice/reader-client.ts';
import { createChanceJobs } from '../actors/chance/chance-jobs.ts';
import { createDeviceJobs, type DevicePorts } from '../actors/devices/device-jobs.ts';
import { createMatcherJobs } from '../actors/matcher/matcher-jobs.ts';
import type { NetworkPaths } from '../actors/models/ensure-networks.ts';
import { engineInUse, loadManifest } from '../actors/models/manifest.ts';
import { ProgramBridge } from '../actors/program/bridge.ts';
import { practiceProgram } from '../actors/program/practice/command.ts';
import { createProgramJobs } from '../actors/program/program-jobs.ts';
import { createScanner } from '../actors/scanner/scanner-jobs.ts';
import { hashStaffCode, parseStoredStaffCode, type StoredStaffCode } from '../actors/staff/staff-code.ts';
import { createStaffJobs } from '../actors/staff/staff-jobs.ts';
import { createVaultJobs } from '../actors/vault-jobs.ts';
import { Vault } from '../actors/vault.ts';
import type { LoadedFlow } from '../machines/load.ts';
import type { LightLevel, TextBundle } from '../vocabulary/bridge.ts';
import type { EffectName } from '../vocabulary/effects.ts';
import type { Happening } from '../vocabulary/events.ts';
import type { World } from '../vocabulary/jobs.ts';
import type { View } from '../vocabulary/view.ts';
import { faceSettings } from './core/face-settings.ts';
import { productRoot } from './core/files.ts';
import { GlassBridge } from './core/glass-bridge.ts';
import { Pad } from './core/pad.ts';
import { Runtime, type Step } from './core/runtime.ts';
import { childExecArgv, cleanEnvironment } from './hardening/start-options.ts';
import { PracticeHardware } from './practice/practice-hardware.ts';
import type { PcscReader } from './practice/reader-choice.ts';
import { startStaticServer, type StaticServer } from './static-server.ts';

export interface KioskOptions {
  readonly loaded: LoadedFlow;
  readonly texts: { readonly [locale: string]: TextBundle };
  readonly networks: NetworkPaths;
  /** Folder of the built glass; without it nothing is served and the display counts as there (headless journeys). */
  readonly glass?: { readonly root: string; readonly port?: number };
  /** The facility's folder: settings.yaml, staff-code.json. */
  readonly facility?: string;
  /** Name of the practice patient who comes first. */
  readonly patient: string;
  /** The card reader behind PC/SC; the practice reader's socket when absent. */
  readonly reader?: PcscReader | undefined;
  /** Hears what befalls the PC/SC service and its reader, for the log. */
  readonly onReaderNote?: (note: PcscNote) => void;
  /** Hears the machine from its first step on. */
  readonly listener?: KioskListener;
  readonly onFault: (where: string, error: unknown) => void;
}

/** Hears what the machine does and what the glass is shown. */
export interface KioskListener {
  readonly onStep?: (step: Step) => void;
  readonly onView?: (view: View) => void;
}

/** Four digits that the practice staff types; a real facility sets its own (`npm run staff-code`). */
export const practiceStaffCode = '2468';

/** A whole kiosk on practice hardware: everything above the hardware process is the product. */
export class Kiosk {
  readonly vault: Vault;
  readonly pad: Pad;
  readonly runtime: Runtime;
  readonly hardware: PracticeHardware;
  readonly #server: StaticServer | undefined;
  readonly #listeners: Set<KioskListener>;
  readonly #close: () => Promise<void>;

  constructor(parts: {
    readonly vault: Vault;
    readonly pad: Pad;
    readonly runtime: Runtime;
    readonly hardware: PracticeHardware;
    readonly server: StaticServer | undefined;
    readonly listeners: Set<KioskListener>;
    readonly close: () => Promise<void>;
  }) {
    this.vault = parts.vault;
    this.pad = parts.pad;
    this.runtime = parts.runtime;
    this.hardware = parts.hardware;
    this.#server = parts.server;
    this.#listeners = parts.listeners;
    this.#close = parts.close;
  }

  /** The glass's address and the dock's, token included; undefined without a glass. */
  get addresses(): { readonly glass: string; readonly dock: string } | undefined {
    if (this.#server === undefined) return undefined;
    return { glass: this.#server.addressOf('index.html'), dock: this.#server.addressOf('practice.html') };
  }

  /** Adds a listener; the returned function takes it away again. */
  listen(listener: KioskListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** One key of the pad by its code, as it comes from the glass. */
  key(code: string): void {
    if (this.pad.press(code)) this.runtime.touch({ type: 'PIN.KEY' });
  }

  /** Ends everything: machine, children, hardware, server. Nothing stays in the vault. */
  async stop(): Promise<void> {
    this.runtime.stop();
    await this.#close();
  }
}

/** Starts a kiosk on practice hardware. Rejects with a sentence for people when something is missing. */
export async function startKiosk(options: KioskOptions): Promise<Kiosk> {
  const { loaded, onFault } = options;
  // Whatever can be wrong with a file is read before anything runs that would have to be ended again.
  const manifest = loadManifest();
  const face = faceSettings(loaded.settings);
  const staffCode = storedStaffCode(options.facility, onFault);
  const hardware = await PracticeHardware.start(options.patient, options.reader?.plug);
  const listeners = new Set(options.listener === undefined ? [] : [options.listener]);
  const vault = new Vault();
  const pad = new Pad(vault);
  const facts = new CardFacts();

  // The machine is made last, because it needs the world; the world tells it what happens through this hatch.
  let runtime: Runtime | undefined;
  const tell = (happening: Happening): void => runtime?.happen(happening);

  const glass = new GlassBridge({
    practice: true,
    texts: options.texts,
    onTouch: (event) => {
      if (event.type === 'PIN.DELETE') pad.deleteLast();
      runtime?.touch(event);
    },
    onKey: (code) => {
      if (pad.press(code)) runtime?.touch({ type: 'PIN.KEY' });
    },
    onRefused: () => onFault('glass', new Error('message outside the contract')),
  });
  const server = await serveGlass(options.glass, glass, hardware).catch((error: unknown) => {
    // A port that is taken ends the start; what runs already would keep this process alive.
    hardware.stop();
    throw error;
  });

  const { reader, onReaderNote } = options;
  const transport =
    reader === undefined
      ? new ReaderClient(hardware.readerPath)
      : new PcscTransport({ reader: reader.name, ...(onReaderNote === undefined ? {} : { note: onReaderNote }) });
  const patientCamera: CameraPort = {
    stream: (sink) => (hardware.chosenCamera === 'glass' ? glass.camera : hardware.camera('patient')).stream(sink),
  };
  const panelLight = (level: LightLevel): void => {
    glass.light(level);
    hardware.order({ order: 'panel', level });
  };
  const matcher = createMatcherJobs({
    vault,
    camera: patientCamera,
    engine: engineInUse(manifest),
    paths: options.networks,
    fmr: face.fmr,
    liveness: manifest.liveness,
    challenge: face.challenge,
    ...(face.light ? { panelLight } : {}),
    ...(server === undefined ? {} : { allowedOrigin: server.origin }),
    spawnChild: spawnRecognition,
  });
  const scanner = createScanner({
    vault,
    tray: hardware.camera('tray'),
    light: hardware.trayLight,
    chipExpiry: () => facts.expiry(),
    today,
    network: join(productRoot, 'models', 'front-reader.onnx'),
    spawnChild: spawnRecognition,
  });
  const pretend = practiceProgram(hardware.readerPath, reader);
  const program = new ProgramBridge({ ...pretend, args: [...childExecArgv(), ...pretend.args] });

  const devices: DevicePorts = {
    reader: { check: async () => true, watch: () => () => {} },
    camera: hardware.device('camera'),
    scanner: hardware.device('scanner'),
    matcher: { check: () => matcher.warm(), watch: () => () => {} },
    display: server === undefined ? { check: async () => true, watch: () => () => {} } : glass.display,
    program: hardware.device('program'),
    light: hardware.device('light'),
  };
  const forget = async (): Promise<void> => {
    facts.forgetPerson();
    matcher.forgetPerson();
    await childrenGone(() => scanner.inUse());
  };

  const world: World = {
    ...createCardJobs({ transport, vault, facts, tell }),
    ...createDeviceJobs(devices, tell),
    ...scanner.jobs,
    ...matcher.jobs,
    ...createProgramJobs({ port: program, vault }),
    ...createStaffJobs(vault, () => staffCode),
    ...createChanceJobs(),
    ...createVaultJobs(vault, () => forget()),
  };

  runtime = new Runtime({
    loaded,
    world,
    vault,
    onFault,
    onStep: (step) => {
      for (const listener of listeners) listener.onStep?.(step);
    },
    onView: (view) => {
      glass.show(view, pad.keys);
      hardware.order({ order: 'cue', cue: cueOf(view) });
      for (const listener of listeners) listener.onView?.(view);
    },
    effect: (name) => play(name),
  });
  const play = (name: EffectName): void => {
    const view = runtime?.view;
    // R 3-12; a shuffled pad would shut out who cannot see it well.
    const shuffled =
      loaded.settings.get('shuffleKeypad') === true &&
      view !== undefined &&
      !view.access.voice &&
      view.access.textSize < 2;
    if (name === 'pad.openPin') pad.open('pin', shuffled);
    else if (name === 'pad.openStaffCode') pad.open('staffCode', false);
    else if (name === 'pad.close') pad.close();
    else if (name === 'glass.renew') glass.renew();
    else if (name.startsWith('sound.')) glass.sound(name.slice('sound.'.length));
  };
  runtime.start();

  return new Kiosk({
    vault,
    pad,
    runtime,
    hardware,
    server,
    listeners,
    close: async () => {
      glass.close();
      scanner.close();
      program.close();
      await matcher.close();
      await transport.close();
      hardware.stop();
      await server?.close();
    },
  });
}

/** A child that sees patients: closed to onlookers, with a pipe for secret bytes (fd 3) and words over IPC. */
function spawnRecognition(script: string, args: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [...childExecArgv(), script, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    env: cleanEnvironment(process.env),
  });
}

async function serveGlass(
  served: KioskOptions['glass'],
  glass: GlassBridge,
  hardware: PracticeHardware,
): Promise<StaticServer | undefined> {
  if (served === undefined) return undefined;
  const { root, port } = served;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false });
  return startStaticServer({
    root,
    token: randomBytes(24).toString('hex'),
    pages: ['index.html', 'practice.html'],
    ...(port === undefined ? {} : { port }),
    onUpgrade: (pathname, request, socket, head) => {
      if (pathname === '/bridge') sockets.handleUpgrade(request, socket, head, (client) => glass.attach(client));
      else if (pathname === '/dock' || pathname === '/preview') hardware.upgrade(pathname, request, socket);
      else socket.destroy();
    },
  });
}

/** Undefined for a broken file: patients still come, but nobody's digits open the staff check. */
function storedStaffCode(facility: string | undefined, onFault: KioskOptions['onFault']): StoredStaffCode | undefined {
  const file = facility === undefined ? undefined : join(facility, 'staff-code.json');
  if (file === undefined || !existsSync(file)) return hashStaffCode(Buffer.from(practiceStaffCode));
  const stored = parseStoredStaffCode(readFileSync(file, 'utf8'));
  if (stored === undefined)
    onFault(
      file,
      new Error(
        '受付の人の番号を読めません。npm run staff-code -- --facility DIR で設定しなおしてください。(broken: set the digits again)',
      ),
    );
  return stored;
}

function today(): { readonly year: number; readonly month: number; readonly day: number } {
  const now = new Date();
  return { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
}

/** Resolves once no scanner child that saw a card is left. Looks each turn of the loop; the flow has the time limit. */
async function childrenGone(inUse: () => number): Promise<void> {
  while (inUse() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

function cueOf(view: View): Cue {
  return cues.find((cue) => cue === view.values['hint']) ?? 'none';
}
