import { visitFmrs, type VisitFmr } from '../../actors/models/manifest-schema.ts';
import type { SettingValues } from '../../machines/settings.ts';

/** What the facility's settings say to the matcher; how often and how long a face is tried is the flow's. */
export interface FaceSettings {
  readonly fmr: VisitFmr;
  readonly challenge: 'whenInDoubt' | 'always';
  /** Whether the panel's light may be changed. */
  readonly light: boolean;
}

/** Reads what settings.yaml has checked; a value that it does not know can only make the matcher stricter. */
export function faceSettings(settings: SettingValues): FaceSettings {
  return {
    fmr: visitFmrs[settings.get('faceMatchRate') === '1in10000' ? '1in10000' : '1in100000'],
    challenge: settings.get('faceChallenge') === 'whenInDoubt' ? 'whenInDoubt' : 'always',
    light: settings.get('faceLight') === true,
  };
}
