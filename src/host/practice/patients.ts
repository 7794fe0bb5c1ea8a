import { parsePatient, type PracticePatient } from '../../actors/practice/patient.ts';
import { practicePatients } from '../core/files.ts';

/**
 * All practice patients by name.
 * @throws PatientFileError naming file:line:column when one of the files is broken.
 */
export function loadPatients(): ReadonlyMap<string, PracticePatient> {
  return new Map(
    [...practicePatients()].map(([name, text]) => [name, parsePatient(text, `test/patients/${name}.yaml`)]),
  );
}
