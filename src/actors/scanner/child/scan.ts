import type { ScanReason } from '../../../vocabulary/jobs.ts';
import type { FrameSink } from '../../camera/frame-sink.ts';
import { judge, type JudgeRules, type Verdict } from '../judge.ts';
import { ExposureChooser } from '../exposure.ts';
import type { FrameReader } from '../reader.ts';
import { FrameReading } from '../reading.ts';

/** Frames looked at before the child gives up; how long that takes is the camera's affair, the flow has its own limit. */
export const frameBudget = 12;
/** Frames in a row with one reason before the patient is told. */
const framesForHint = 3;

/**
 * Pulls frames until the judge accepts, the budget is spent or the camera is lost. Each frame is overwritten as soon as it is read.
 * `hint` is called when a reason lasts.
 */
export async function scan(
  sink: Pick<FrameSink, 'next'>,
  reader: FrameReader,
  rules: JudgeRules,
  hint: (reason: ScanReason) => void,
): Promise<Verdict | 'cameraLost'> {
  const readings: FrameReading[] = [];
  let verdict: Verdict = { accepted: false, reason: 'noCard' };
  const exposure = new ExposureChooser();
  let lasting = 0;
  let told: ScanReason | undefined;
  try {
    while (readings.length < frameBudget) {
      const frame = await sink.next(exposure.step);
      if (frame === 'lost') return 'cameraLost';
      const reading = new FrameReading();
      readings.push(reading);
      if (frame === 'broken') {
        reading.unread = 'noCard';
      } else {
        await reader.read(frame, reading);
        frame.planes.fill(0);
      }
      const before: Verdict = verdict;
      verdict = judge(readings, rules);
      exposure.after(reading);
      if (verdict.accepted) return verdict;
      lasting = !before.accepted && before.reason === verdict.reason ? lasting + 1 : 1;
      if (lasting >= framesForHint && told !== verdict.reason) {
        told = verdict.reason;
        hint(told);
      }
    }
    return verdict;
  } finally {
    for (const reading of readings) reading.wipe();
  }
}
