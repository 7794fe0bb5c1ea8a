import { createServer, type Socket } from 'node:net';
import type { ProgramSettings } from '../../program/practice/settings.ts';
import { offHeap } from '../off-heap.ts';
import type { CardSession, Presence } from '../transport.ts';
import type { PracticeReader } from './practice-reader.ts';
import { faults, FrameParser, kinds, presences, refusals, sendFrame } from './wire.ts';

/** Longest command taken: an extended-length command with 255 bytes of data and room. */
const longestCommand = 512;
const longestAnswer = 65_538;

export interface ReaderServer {
  /** What the pretend program shall do for the patient who is present; told to every process that is or will be connected. */
  tellProgram(settings: ProgramSettings): void;
  /** Drops all clients; to them the reader is lost. */
  close(): Promise<void>;
}

/**
 * Serves the practice reader to several processes. `path` is a Unix domain socket, or on Windows a named pipe. A process that
 * ends lets go of the card, as PC/SC does.
 * @throws when the path cannot be listened on.
 */
export async function servePracticeReader(reader: PracticeReader, path: string): Promise<ReaderServer> {
  const clients = new Set<Socket>();
  let note: Uint8Array | undefined;
  const server = createServer((socket) => {
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    if (note !== undefined) sendFrame(socket, kinds.program, note);
    serveClient(reader, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    tellProgram: (settings) => {
      note = new Uint8Array(Buffer.from(JSON.stringify(settings), 'utf8'));
      for (const socket of clients) sendFrame(socket, kinds.program, note);
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of clients) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function serveClient(reader: PracticeReader, socket: Socket): void {
  const command = offHeap(longestCommand);
  const answer = offHeap(longestAnswer);
  let session: CardSession | undefined;
  let work = Promise.resolve();

  const letGo = async () => {
    const old = session;
    session = undefined;
    await old?.end();
  };
  const open = async () => {
    await letGo();
    const connected = await reader.connect();
    if ('refused' in connected) return sendFrame(socket, kinds.refused, code(refusals, connected.refused));
    if (socket.destroyed) return connected.session.end();
    session = connected.session;
    return sendFrame(socket, kinds.opened);
  };
  const transmit = async (length: number) => {
    const sent = (await session?.transmit(command.subarray(0, length), answer)) ?? { fault: 'cardGone' as const };
    command.fill(0);
    if ('fault' in sent) return sendFrame(socket, kinds.fault, code(faults, sent.fault));
    sendFrame(socket, kinds.answer, answer.subarray(0, sent.length));
    answer.fill(0, 0, sent.length);
  };
  const end = async () => {
    await letGo();
    sendFrame(socket, kinds.ended);
  };

  const handle = (kind: number, length: number): Promise<void> => {
    if (kind === kinds.connect) return open();
    if (kind === kinds.transmit && length <= longestCommand) return transmit(length);
    if (kind === kinds.end) return end();
    socket.destroy();
    return Promise.resolve();
  };
  const parser = new FrameParser(
    (_kind, length) => (length <= longestCommand ? command : undefined),
    (kind, length) => {
      work = work.then(() => handle(kind, length));
    },
  );
  socket.on('data', (chunk) => {
    if (typeof chunk === 'string') return;
    if (!parser.feed(chunk)) socket.destroy();
    chunk.fill(0);
  });
  const unwatch = reader.watch((presence: Presence) => sendFrame(socket, kinds.presence, code(presences, presence)));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    unwatch();
    work = work.then(letGo);
  });
}

function code<T extends string>(words: readonly T[], word: T): Uint8Array {
  return Uint8Array.of(words.indexOf(word));
}
