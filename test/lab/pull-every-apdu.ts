/**
 * Visits through pcscd in which the card is pulled at each of their APDUs, one visit per APDU:
 *
 *   npm run lab:pull [-- PATIENT …]
 *
 * Each must end at an idle kiosk with nothing alive, no secret presented twice, and the tries as predicted. Exit status 1
 * when one does not.
 */
import { PulledVisits } from './pulled-visits.ts';
import { startTestLab } from './lab-for-tests.ts';

/** Slow enough for the photo to be read before the PIN is typed, so that every visit has every APDU. */
const patience = 300;
/** Visits differ by a few APDUs: the end is reached when so many in a row were not pulled any more. */
const notPulled = 3;

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : ['pin', 'face', 'pin-wrong-once', 'server-down'];
const { lab, end } = await startTestLab();
const visits = await PulledVisits.open(lab.folder, patience);
let failures = 0;

for (const name of names) {
  const started = performance.now();
  const whole = await visits.visit(name);
  const ends = new Map<string, number>();
  if (whole.wrong.length > 0) console.log(`${name}, not pulled: ${whole.wrong.join('; ')}`);
  failures += whole.wrong.length;
  let done = 0;
  let slowest = 0;
  let missed = 0;
  let laidAgain = 0;
  for (let apdu = 1; missed < notPulled; apdu++) {
    const begun = performance.now();
    const report = await visits.visit(name, apdu);
    slowest = Math.max(slowest, performance.now() - begun);
    laidAgain += report.laidAgain;
    done += report.pulled ? 1 : 0;
    missed = report.pulled ? 0 : missed + 1;
    ends.set(report.end, (ends.get(report.end) ?? 0) + 1);
    if (report.wrong.length > 0) console.log(`${name}, APDU ${apdu}: ${report.wrong.join('; ')}`);
    failures += report.wrong.length;
    // A wrong PIN that was counted and not made good: one whole visit refills the card, and reads the tries predicted.
    if (visits.triesOf(name) < 3) {
      const refill = await visits.visit(name);
      if (refill.wrong.length > 0) console.log(`${name}, after APDU ${apdu}: ${refill.wrong.join('; ')}`);
      failures += refill.wrong.length;
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const how = [...ends].map(([word, count]) => `${count} ${word}`).join(', ');
  console.log(
    `${name}: ${whole.apdus} APDUs when not pulled; pulled at ${done} of them one after the other (visits: ${how}; laid down again: ${laidAgain}), slowest visit ${(slowest / 1000).toFixed(1)} s, ${seconds} s in all`,
  );
}
console.log(failures === 0 ? 'all ended clean, all tries as predicted' : `${failures} things went wrong`);
await visits.close();
await end();
process.exit(failures === 0 ? 0 : 1);
