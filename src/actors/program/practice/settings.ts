import * as v from 'valibot';
import { patientSchema, type PracticePatient } from '../../practice/patient.ts';

export const serverStates = ['online', 'slow', 'down', 'maintenance'] as const;

/** What the pretend program shall do: pushed by the practice hardware through the practice reader's socket. */
export const settingsSchema = v.strictObject({
  /** Counts patients: what a registration changed is forgotten when it moves on. */
  visit: v.pipe(v.number(), v.integer(), v.minValue(0)),
  server: v.picklist(serverStates),
  program: patientSchema.entries.program,
});
export interface ProgramSettings {
  readonly visit: number;
  readonly server: (typeof serverStates)[number];
  readonly program: PracticePatient['program'];
}

export const settingsOfNobody: ProgramSettings = {
  visit: 0,
  server: 'online',
  program: v.parse(patientSchema.entries.program, {}),
};
