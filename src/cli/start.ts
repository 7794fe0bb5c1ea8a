import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { folder, oneOf, readWords, seconds, wholeNumber, WrongWords } from './command-line.ts';
import { loadPatients } from '../host/practice/patients.ts';
import { journeyCommand, unknownPatient } from './journey.ts';
import { openKiosk } from './open-kiosk.ts';
import { readerFrom } from '../host/practice/reader-choice.ts';
import { setUp } from './setup-command.ts';
import { uiFolder } from './ui-build.ts';

/**
 * `npm start`: the kiosk on practice hardware, with the practice dock, in a browser. Prints the address, opens Chromium
 * when there is one and a display, and stays up until it is stopped. `--journey NAME` runs one visit without a browser.
 * `--reader pcsc` takes the lab's virtual reader (`npm run lab`), `--reader pcsc:NAME` a real one.
 */
export async function startCommand(args: readonly string[]): Promise<number> {
  const { values } = readWords({
    args: [...args],
    options: {
      journey: { type: 'string' },
      patient: { type: 'string', default: 'face' },
      facility: { type: 'string' },
      from: { type: 'string' },
      port: { type: 'string' },
      seconds: { type: 'string' },
      patience: { type: 'string', default: '0.8' },
      reader: { type: 'string' },
      glass: { type: 'string', default: 'browser' },
      'no-screens': { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  });
  const reader = readerOf(values.reader);
  const glass = oneOf('--glass', values.glass, ['browser', 'electron']);
  const port = values.port === undefined ? undefined : wholeNumber('--port', values.port, 0, 65_535);
  const serverSeconds = values.seconds === undefined ? undefined : seconds('--seconds', values.seconds);
  const patience = seconds('--patience', values.patience);
  const facility = folder('--facility', values.facility);
  const from = folder('--from', values.from);
  if (!loadPatients().has(values.patient)) throw unknownPatient(values.patient);
  const networks = await setUp(from);
  if (values.journey !== undefined) {
    return journeyCommand({
      name: values.journey,
      networks,
      seconds: serverSeconds,
      patience,
      screens: !values['no-screens'],
      reader,
      ...(facility === undefined ? {} : { facility }),
    });
  }
  const { kiosk, traceFile } = await openKiosk({
    networks,
    patient: values.patient,
    reader,
    panel: 'browser',
    traceName: 'start',
    glass: { root: uiFolder, ...(port === undefined ? {} : { port }) },
    ...(facility === undefined ? {} : { facility }),
  });
  const addresses = kiosk.addresses;
  if (glass === 'electron') {
    // The Electron shell reads this one line, and keeps our standard input open as long as it lives.
    console.log(JSON.stringify({ address: addresses?.glass }));
    await shellGone();
    await kiosk.stop();
    return 0;
  }
  console.log('本人 Honnin — 練習用の機器で動いています (running on practice hardware)');
  console.log(`  練習台 (practice dock):  ${addresses?.dock ?? ''}`);
  console.log(`  患者の画面 (glass only): ${addresses?.glass ?? ''}`);
  console.log(`  記録 (trace):            ${traceFile}`);
  console.log('  終わるには Ctrl+C (stop with Ctrl+C)');
  if (!values['no-open'] && addresses !== undefined) openBrowser(addresses.dock);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await kiosk.stop();
  return 0;
}

function readerOf(word: string | undefined): ReturnType<typeof readerFrom> {
  try {
    return readerFrom(word);
  } catch (error) {
    throw new WrongWords(error instanceof Error ? error.message : '', { cause: error });
  }
}

function shellGone(): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.on('end', resolve).on('error', resolve).resume();
    process.once('SIGTERM', resolve);
  });
}

/** Opens Chromium where there is one and a display; otherwise the printed address is enough. */
function openBrowser(address: string): void {
  const browser = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  if (browser === undefined || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) === undefined) return;
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  spawn(browser, [...root, '--no-first-run', `--app=${address}`], { stdio: 'ignore', detached: true }).unref();
}
