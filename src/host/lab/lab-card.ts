import { readFileSync } from 'node:fs';
import { createPracticeCamera } from '../../actors/camera/practice/practice-camera.ts';
import { makePracticeKeys } from '../../actors/card/practice/certificates.ts';
import { encodeJp2 } from '../../actors/card/practice/jp2.ts';
import { makePracticeCard, type PracticeCard } from '../../actors/card/practice/practice-card.ts';
import { parsePatient } from '../../actors/practice/patient.ts';

const photoSize = { width: 240, height: 320 } as const;

/** The practice card of a patient's file, with its drawn photo. @throws PatientFileError when the file is not one. */
export async function cardFromFile(file: string): Promise<PracticeCard> {
  const patient = parsePatient(readFileSync(file, 'utf8'), file);
  const camera = createPracticeCamera({ width: 320, height: 240, framesPerSecond: 10 });
  try {
    const { grey } = await camera.chipPhoto(patient.face.onCard ?? patient.face.persona);
    const photo = await encodeJp2(grey, photoSize.width, photoSize.height, patient.card.photoBytes);
    return makePracticeCard(patient.card, photo, await makePracticeKeys());
  } finally {
    camera.stop();
  }
}
