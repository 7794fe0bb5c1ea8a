import { loadPatients } from '../host/practice/patients.ts';
import { Visit } from '../host/practice/visit.ts';
import { pattern, readWords, seconds, WrongWords } from './command-line.ts';
import { openKiosk } from './open-kiosk.ts';
import { setUp } from './setup-command.ts';

/** A visit with every warning and time-out stays well below this, ms. */
const longestVisit = 420_000;

/**
 * `npm run journeys [-- --only REGEXP] [--seconds N]`: every practice patient visits one kiosk, one after the other, and each
 * must end as its file expects. Prints a line each with the time left; exit 1 when one ended otherwise.
 */
export async function journeysCommand(args: readonly string[]): Promise<number> {
  const { values } = readWords({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      seconds: { type: 'string', default: '0' },
      patience: { type: 'string', default: '0.3' },
    },
  });
  const only = pattern('--only', values.only);
  const serverSeconds = seconds('--seconds', values.seconds);
  const patience = seconds('--patience', values.patience);
  const chosen = [...loadPatients()].filter(([name]) => only.test(name));
  const [first] = chosen[0] ?? [];
  if (first === undefined)
    throw new WrongWords(`--only ${values.only}: あてはまる練習の患者はいません。(no practice patient matches)`);
  const { kiosk, traceFile, closeTrace } = await openKiosk({
    networks: await setUp(),
    patient: first,
    panel: 'headless',
    traceName: 'journeys',
  });
  kiosk.hardware.order({ order: 'server', mood: 'online', seconds: serverSeconds });
  const started = performance.now();
  let wrong = 0;
  for (const [index, [name, patient]] of chosen.entries()) {
    const begun = performance.now();
    const end = await new Visit(kiosk, patient, {
      patience: patience * 1000,
      longest: longestVisit,
    }).run(name);
    const alive = kiosk.vault.alive();
    const good = end === patient.expect && alive.length === 0;
    if (!good) wrong += 1;
    const took = ((performance.now() - begun) / 1000).toFixed(1).padStart(6);
    const left = ((performance.now() - started) / (index + 1) / 1000) * (chosen.length - index - 1);
    const remains = alive.length === 0 ? '' : ` 消し残り ${alive.join(' ')}`;
    console.log(
      `${good ? '○' : '×'} ${name.padEnd(28)} ${end.padEnd(9)} ${took} s${remains}   (あと約 ${Math.ceil(left)} s)`,
    );
  }
  await kiosk.stop();
  closeTrace();
  console.log(
    `${chosen.length - wrong} / ${chosen.length} が思ったとおりに終わりました (ended as expected). 記録: ${traceFile}`,
  );
  return wrong === 0 ? 0 : 1;
}
