import { secretNames, type SecretName } from '../../vocabulary/secrets.ts';
import type { JobStart } from '../explore/chart.ts';
import { drawnState, enters, isIn, type Law } from './law.ts';
import { bitOf, heldBits } from './tallies.ts';

function namesOf(bits: number): string {
  return secretNames.filter((name) => (bits & bitOf(name)) !== 0).join(', ');
}

/** Secrets live while the identity is being decided, the staff code while the staff type it; never at rest. */
export const secretsOnlyInIdentity: Law = {
  code: 'F401',
  name: 'secrets-only-in-identity',
  basis: 'R 3-15, R 3-16',
  ja: '本人確認のあいだのほかは、患者の秘密を持ちません。待ちうけ・点検・休止・停止では何も持ちません。',
  says: 'Outside of the identification no secret of the patient is held; in idle, boot, paused and out of service none at all.',
  onStep: ({ to }) => {
    const allowed = isIn(to, 'journey.identity') ? ~0 : isIn(to, 'journey.idleStaff') ? bitOf('staffCode') : 0;
    const held = heldBits(to) & ~allowed;
    return held === 0 ? undefined : `held outside of the identification: ${namesOf(held)}`;
  },
};

export const wipedBeforeIdle: Law = {
  code: 'F402',
  name: 'wiped-before-idle',
  basis: 'R 3-15, R 3-16',
  ja: '秘密を持ったあとは、消去を確かめ、画面を新しくしてから待ちうけにもどります。',
  says: 'After secrets were held, idle is reached only when the vault was found clean and the glass was renewed.',
  onStep: (scene) => {
    if (!enters(scene, 'journey.idle')) return undefined;
    if (scene.after['soiled'] === 1) return 'idle without a clean wipe since secrets were held';
    return scene.after['stale'] === 1 ? 'idle with the glass of the patient before' : undefined;
  },
};

/** What each job works with: it must be in the vault already, or the state must hold what the job brings to life. */
function needs({ job, input }: JobStart): { readonly had?: SecretName; readonly held?: SecretName } {
  if (job === 'scanner.read') return { held: 'tray' };
  if (job === 'card.readPhoto') return { had: 'front', held: 'photo' };
  if (job === 'matcher.enrol') return { had: 'photo', held: 'template' };
  if (job === 'matcher.verify') return { had: 'template' };
  if (job === 'staff.check') return { had: 'staffCode' };
  const sendsPin = (job === 'program.qualify' || job === 'program.register') && input['method'] === 'pin';
  return sendsPin ? { had: 'pin' } : {};
}

export const jobsHaveTheirSecret: Law = {
  code: 'F403',
  name: 'jobs-have-their-secret',
  basis: 'architecture: the vault keeps only what active states hold',
  ja: '仕事は、使う秘密がまだあるときだけ始めます。',
  says: 'A job starts only while the secret it works with is still in the vault, and where what it makes is held.',
  onStep: ({ stride, after, to }) => {
    for (const start of stride.started) {
      const { had, held } = needs(start);
      if (had !== undefined && ((after['alive'] ?? 0) & bitOf(had)) === 0) return `${start.job} starts without ${had}`;
      if (held !== undefined && (heldBits(to) & bitOf(held)) === 0) return `${held} of ${start.job} is not held`;
    }
    return undefined;
  },
};

export const padOpenWhileDrawn: Law = {
  code: 'F404',
  name: 'pad-open-while-drawn',
  basis: 'R 3-12, R 3-15',
  ja: '数字キーは、見えているあいだだけ、その秘密のために開いています。',
  onFlow: function* (chart) {
    for (const { state } of chart.nodes) {
      const missing = ['PIN.KEY', 'PIN.DELETE', 'PIN.SUBMIT'].find((key) => !state.on.has(key));
      if (state.screen === 'pad' && missing !== undefined)
        yield { place: state.place, detail: `${state.path} does not take ${missing}` };
    }
  },
  says: 'The keypad is open exactly while it is drawn, for the secret of that state, and begins with nothing typed.',
  onStep: ({ to, after }) => {
    const drawn = drawnState(to);
    const secret = drawn?.screen !== 'pad' ? 0 : drawn.holds.includes('pin') ? 1 : 2;
    if (after['pad'] !== secret) return `pad ${after['pad']} is open where ${secret} is drawn`;
    if (secret !== 0 && to.memory['pinTyped'] !== after['typed'])
      return `shows ${String(to.memory['pinTyped'])} typed, ${after['typed']} were`;
    return undefined;
  },
};
