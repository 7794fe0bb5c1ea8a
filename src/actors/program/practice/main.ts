import { PcscTransport } from '../../card/pcsc/pcsc-transport.ts';
import { ReaderClient } from '../../card/practice/reader-client.ts';
import { LineCutter, lineVersion, parseLine, requestSchema, type Request } from '../lines.ts';
import { readPin } from './pin-pipe.ts';
import { PretendProgram } from './pretend-program.ts';
import { settingsSchema } from './settings.ts';

/**
 * The pretend program's process: JSON lines on standard input and output, the PIN on descriptor 3 (lines.ts), the card
 * through the practice reader whose socket path is the first argument, or through the PC/SC reader named by the second.
 */
const [, , path, pcscReader] = process.argv;
if (path === undefined) {
  process.stderr.write('pretend program: the practice reader’s socket path is missing\n');
  process.exit(2);
}

const reader = new ReaderClient(path, {
  program: (note) => {
    const settings = parseLine(settingsSchema, note);
    if (settings !== undefined) program.set(settings);
  },
});
const transport = pcscReader === undefined ? reader : new PcscTransport({ reader: pcscReader });
const program = new PretendProgram(transport);
// Settings are pushed over the reader's connection, before it tells what lies there: only then is the program up.
let up = false;
reader.watch(() => {
  if (!up) say({ hello: 'Honnin practice program', speaks: lineVersion });
  up = true;
});

const running = new Map<number, AbortController>();
/** PINs are read in the order of their requests, before anything else is done with them. */
let pins: Promise<unknown> = Promise.resolve();

function say(line: { readonly [field: string]: unknown }): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function serve(request: Request): Promise<void> {
  const stop = new AbortController();
  running.set(request.id, stop);
  const reading = request['method'] === 'pin' ? pins.then(() => readPin()) : Promise.resolve(undefined);
  pins = reading;
  const pin = await reading;
  const answer = await program.answer(request, pin, stop.signal).catch(() => undefined);
  if (stop.signal.aborted || answer === undefined) {
    running.delete(request.id);
    return say({ id: request.id, cancelled: true });
  }
  if (!('misbehave' in answer)) {
    running.delete(request.id);
    return say({ id: request.id, ...answer });
  }
  if (answer.misbehave === 'crash') process.exit(3);
  if (answer.misbehave === 'garbage') process.stdout.write('*** internal error 0x80004005 ***\n');
  // A program that hangs answers nothing more to this request, not even a cancel.
  return undefined;
}

const lines = new LineCutter((line) => {
  const request = parseLine(requestSchema, line);
  if (request === undefined) return;
  if (request.do === 'cancel') running.get(request.id)?.abort();
  else void serve(request);
});
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => void lines.feed(chunk));
process.stdin.on('end', () => process.exit(0));
