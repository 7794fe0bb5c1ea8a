import { readFileSync } from 'node:fs';
import { createPracticeCamera } from '../../actors/camera/practice/practice-camera.ts';
import { certificateEnd } from '../../actors/card/practice/certificate-end.ts';
import { makePracticeKeys } from '../../actors/card/practice/certificates.ts';
import { encodeJp2 } from '../../actors/card/practice/jp2.ts';
import { makePracticeCard, type PracticeCard } from '../../actors/card/practice/practice-card.ts';
import { parsePatient, type PracticePatient } from '../../actors/practice/patient.ts';

const photoSize = { width: 240, height: 320 } as const;

/** The practice card of a patient's file, with its drawn photo. @throws PatientFileError when the file is not one. */
export async function cardFromFile(file: string): Promise<PracticeCard> {
  const patient = parsePatient(readFileSync(file, 'utf8'), file);
  return makePracticeCard(patient.card, await drawnPhoto(patient), await makePracticeKeys(), certificateEnd(patient));
}

/** The photo in the chip of a patient's card, a JP2 file: the same bytes each time it is drawn. */
export async function drawnPhoto(patient: Pick<PracticePatient, 'card' | 'face'>): Promise<Uint8Array> {
  const camera = createPracticeCamera({ width: 320, height: 240, framesPerSecond: 20 });
  try {
    const { grey } = await camera.chipPhoto(patient.face.onCard ?? patient.face.persona);
    return await encodeJp2(grey, photoSize.width, photoSize.height, patient.card.photoBytes);
  } finally {
    camera.stop();
  }
}
