import { connect, Socket } from 'node:net';
import * as v from 'valibot';
import { feedFrames } from '../../actors/camera/frame-feed.ts';
import type { ExposureStep, Frame } from '../../actors/camera/frames.ts';
import { createPracticeCamera } from '../../actors/camera/practice/practice-camera.ts';
import { certificateEnd } from '../../actors/card/practice/certificate-end.ts';
import { makePracticeKeys } from '../../actors/card/practice/certificates.ts';
import { encodeJp2 } from '../../actors/card/practice/jp2.ts';
import { makePracticeCard, type PracticeCard } from '../../actors/card/practice/practice-card.ts';
import { PracticeReader } from '../../actors/card/practice/practice-reader.ts';
import { servePracticeReader } from '../../actors/card/practice/reader-server.ts';
import { VpcdSlot } from '../../actors/card/practice/vpcd.ts';
import { behaviours, type PracticePatient } from '../../actors/practice/patient.ts';
import { layInTray, type TrayScene } from '../../actors/scanner/practice/front.ts';
import { devices, type DeviceName } from '../../vocabulary/events.ts';
import type { DockState } from '../../vocabulary/dock.ts';
import { Dock } from './dock.ts';
import { orderSchema, type Order, type Report } from './hardware-messages.ts';
import { loadPatients } from './patients.ts';

/** The person's own card, made from a photo of the dock's camera; the same in all but the photo as this patient's. */
const ownCard = 'own';
const ownCardOf = 'face';
const photoSize = { width: 240, height: 320 } as const;

/** Without the ring a quarter of its light falls on the card, from the room. */
const stopsOfRing = 2;

/**
 * The practice hardware's process: a reader with card operating systems, the patient camera with a drawn person, the tray
 * camera with a drawn card, cables that can be pulled, and the wishes of the dock. Arguments: path of the reader's socket,
 * name of the first patient, in the lab the plug that leads to vpcd's slot.
 */
async function main(readerPath: string, firstPatient: string, plug: string | undefined): Promise<void> {
  const patients = new Map(loadPatients());
  const keys = await makePracticeKeys();
  const reader = new PracticeReader();
  const readerServer = await servePracticeReader(reader, readerPath);
  // In the lab the practice reader stays empty: it only carries the pretend program's settings.
  const slot = plug === undefined ? undefined : new VpcdSlot({ path: plug });
  const hand = slot ?? reader;
  if (plug !== undefined) liftOtherCard(plug);
  const camera = createPracticeCamera({ width: 320, height: 240, framesPerSecond: 20 });
  const cards = new Map<string, PracticeCard>();
  const up = new Map<DeviceName, boolean>(devices.map((device) => [device, true]));
  const streams = new Map<number, { readonly camera: 'patient' | 'tray'; readonly stop: () => void }>();
  let name = firstPatient;
  let behaviour: PracticePatient['face']['behaviour'] | undefined;
  let inTray = false;
  let lampsOn = false;
  let visit = 0;
  let server: { mood: DockState['server']; seconds: number | undefined } = { mood: 'online', seconds: undefined };
  let core: Pick<DockState, 'states' | 'alive' | 'lastSeconds'> = { states: [], alive: [], lastSeconds: null };
  let userCamera: DockState['camera'] = 'practice';
  let tray: TrayScene | undefined;

  const patientOf = (wanted: string): PracticePatient => {
    const patient = patients.get(wanted);
    if (patient === undefined)
      throw new Error(
        `「${wanted}」という練習の患者はいません。(no practice patient "${wanted}"; known: ${[...patients.keys()].join(', ')})`,
      );
    return patient;
  };

  const cardOf = async (wanted: string): Promise<PracticeCard> => {
    const known = cards.get(wanted);
    if (known !== undefined) return known;
    const patient = patientOf(wanted);
    const { grey } = await camera.chipPhoto(patient.face.onCard ?? patient.face.persona);
    const photo = await encodeJp2(grey, photoSize.width, photoSize.height, patient.card.photoBytes);
    const card = makePracticeCard(patient.card, photo, keys, certificateEnd(patient));
    cards.set(wanted, card);
    return card;
  };
  const lookingAs = (patient: PracticePatient): Pick<PracticePatient, 'face'> => ({
    face: behaviour === undefined ? patient.face : { ...patient.face, behaviour },
  });
  const tellProgram = (): void => {
    const { program } = patientOf(name);
    const broken =
      server.mood === 'hang' || server.mood === 'garbage'
        ? server.mood
        : server.mood === 'missing'
          ? 'crash'
          : undefined;
    readerServer.tellProgram({
      visit,
      server:
        server.mood === 'slow' || server.mood === 'down' || server.mood === 'maintenance' ? server.mood : 'online',
      program: {
        ...program,
        seconds: server.seconds ?? program.seconds,
        qualification: broken ?? program.qualification,
      },
    });
  };
  const place = async (wanted: string): Promise<void> => {
    const patient = patientOf(wanted);
    const card = await cardOf(wanted);
    if (wanted !== name) behaviour = undefined;
    name = wanted;
    visit += 1;
    tellProgram();
    tray = layInTray(patient.card, { seed: visit });
    camera.setPatient(lookingAs(patient));
    inTray = true;
    hand.place(card);
    report({ report: 'placed' });
    dock.push();
  };
  const remove = (): void => {
    inTray = false;
    tray = undefined;
    hand.remove();
    report({ report: 'removed' });
    dock.push();
  };
  const trayFrame = async (exposure: ExposureStep): Promise<Frame> => {
    tray ??= layInTray(patientOf(name).card, { seed: visit, condition: 'empty' });
    return tray.frame(performance.now(), exposure - (lampsOn && up.get('light') === true ? 0 : stopsOfRing));
  };
  const stream = (order: Order & { readonly order: 'stream' }): void => {
    const device = order.camera === 'patient' ? 'camera' : 'scanner';
    if (up.get(device) !== true) return;
    const sink = { port: order.port, token: order.token };
    if (order.camera === 'patient') camera.setPatient(lookingAs(patientOf(name)));
    streams.set(order.id, {
      camera: order.camera,
      stop: order.camera === 'patient' ? camera.stream(sink) : feedFrames(sink, trayFrame),
    });
  };
  const setDevice = (device: DeviceName, works: boolean): void => {
    up.set(device, works);
    if (device === 'reader') {
      if (works) reader.repair();
      else reader.breakDown();
      // vpcd's reader cannot be unplugged; its card can be taken away.
      if (!works) slot?.remove();
    }
    const pulled = device === 'camera' ? 'patient' : device === 'scanner' ? 'tray' : undefined;
    if (!works) for (const { camera: which, stop } of streams.values()) if (which === pulled) stop();
    if (device !== 'reader') report({ report: 'device', device, up: works });
  };

  const take = (order: Order, socket: unknown): void => {
    switch (order.order) {
      case 'place':
        return void place(order.patient).catch(fail);
      case 'remove':
        return remove();
      case 'behaviour':
        behaviour = order.behaviour;
        camera.setPatient(lookingAs(patientOf(name)));
        break;
      case 'device':
        setDevice(order.device, order.up);
        break;
      case 'server':
        server = { mood: order.mood, seconds: order.seconds };
        report({ report: 'device', device: 'program', up: order.mood !== 'missing' });
        tellProgram();
        break;
      case 'stream':
        return stream(order);
      case 'streamStop':
        streams.get(order.id)?.stop();
        streams.delete(order.id);
        return;
      case 'light':
        lampsOn = order.on;
        return;
      case 'cue':
        return camera.setCue(order.cue);
      case 'panel':
        return camera.setPanelLight(order.level);
      case 'upgrade':
        if (socket instanceof Socket) dock.upgrade(order.path, order.headers, socket);
        return;
      case 'core':
        core = order;
        break;
      case 'trace':
        return dock.trace(order.line);
    }
    dock.push();
  };

  const dock = new Dock({
    state: () => ({
      patients: [...patients].map(([known, { title }]) => ({ name: known, title })),
      patient: name,
      card: inTray ? 'tray' : 'hand',
      behaviour: behaviour ?? patientOf(name).face.behaviour,
      behaviours,
      devices: {
        reader: up.get('reader') === true,
        camera: up.get('camera') === true,
        scanner: up.get('scanner') === true,
        matcher: up.get('matcher') === true,
        display: up.get('display') === true,
        program: server.mood !== 'missing',
        light: up.get('light') === true,
      },
      server: server.mood,
      serverSeconds: server.seconds ?? patientOf(name).program.seconds,
      camera: userCamera,
      ...core,
    }),
    onOrder: (order) => {
      switch (order.kind) {
        case 'place':
          return void place(order.patient).catch(fail);
        case 'remove':
          return remove();
        case 'behaviour':
          return take({ order: 'behaviour', behaviour: order.behaviour }, undefined);
        case 'device':
          return take({ order: 'device', device: order.device, up: order.up }, undefined);
        case 'server':
          return take({ order: 'server', mood: order.mood, seconds: order.seconds }, undefined);
        case 'camera':
          userCamera = order.camera;
          report({ report: 'camera', camera: order.camera });
          return dock.push();
      }
    },
    onPhoto: (grey) => {
      const patient = patientOf(ownCardOf);
      void encodeJp2(grey, photoSize.width, photoSize.height, patient.card.photoBytes)
        .then((photo) => {
          grey.fill(0);
          patients.set(ownCard, { ...patient, title: '練習 あなたのカード (your own practice card)' });
          cards.set(ownCard, makePracticeCard(patient.card, photo, keys));
          dock.push();
        })
        .catch(fail);
    },
    preview: () => camera.newest(),
  });

  process.on('message', (message: unknown, socket: unknown) => {
    const order = v.safeParse(orderSchema, message);
    if (order.success) take(order.output, socket);
  });
  process.on('disconnect', () => process.exit(0));
  patientOf(firstPatient);
  tellProgram();
  report({ report: 'ready' });
  // The first card is drawn ahead, so that placing it is quick.
  await cardOf(firstPatient);
}

/** Pushes away the card that the lab itself holds to the slot: from now on the hand is ours. */
function liftOtherCard(plug: string): void {
  const touch = connect({ path: plug }, () => touch.destroy());
  touch.on('error', () => touch.destroy());
}

function report(message: Report): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  report({ report: 'failed', cause: error instanceof Error ? error.message : 'unknown' });
}

main(process.argv[2] ?? '', process.argv[3] ?? '', process.argv[4]).catch((error: unknown) => {
  fail(error);
  process.exitCode = 1;
  process.disconnect();
});
