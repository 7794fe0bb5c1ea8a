import type { LightLevel } from '../../vocabulary/bridge.ts';
import type { Job, JobOutcome, World } from '../../vocabulary/jobs.ts';
import type { CameraPort } from '../camera/port.ts';
import type { NetworkPaths } from '../models/ensure-networks.ts';
import { visitThreshold, type EngineSpec, type VisitFmr } from '../models/manifest-schema.ts';
import type { Liveness } from '../models/liveness-schema.ts';
import type { Vault } from '../vault.ts';
import type { Tell } from './child/messages.ts';
import { MatcherChild, spawnMatcher, type SpawnMatcher } from './matcher-child.ts';

export interface MatcherParts {
  readonly vault: Vault;
  /** The patient camera. */
  readonly camera: CameraPort;
  readonly engine: EngineSpec;
  /** From ensureNetworks. */
  readonly paths: NetworkPaths;
  /** False match rate per visit, retries included. */
  readonly fmr: VisitFmr;
  readonly liveness: Liveness;
  readonly challenge?: 'whenInDoubt' | 'always';
  /** Changes the light of the panel that the patient looks at; absent: it may not be changed. */
  readonly panelLight?: (level: LightLevel) => void;
  /** What a browser camera names as its origin. */
  readonly allowedOrigin?: string;
  readonly spawnChild?: SpawnMatcher;
}

export interface Matcher {
  readonly jobs: Pick<World, 'matcher.enrol' | 'matcher.verify'>;
  /** At wipe: the next one is somebody else. */
  forgetPerson(): void;
  /** Keeps one child loaded and waiting; resolves true once it is, false when it could not be started. */
  warm(): Promise<boolean>;
  /** The process numbers of the children alive, for hardening checks and tests. */
  pids(): readonly number[];
  /** Ends every child. */
  close(): Promise<void>;
}

interface Waiting {
  readonly child: MatcherChild;
  readonly loaded: Promise<boolean>;
}

/** The matcher as the machine knows it, out of child processes that live for one patient each. */
export function createMatcherJobs(parts: MatcherParts): Matcher {
  const { vault, camera, engine, paths, challenge = 'whenInDoubt', allowedOrigin, spawnChild = spawnMatcher } = parts;
  const { liveness, panelLight } = parts;
  const threshold = visitThreshold(engine, parts.fmr);
  const living = new Set<MatcherChild>();
  let closed = false;
  let waiting: Waiting | undefined;
  /** The child of the present patient, from enrolment to wipe, and how the vault ends it. */
  let present: { readonly child: MatcherChild; readonly end: () => void } | undefined;
  let turns = 0;
  /** Of the present patient, whatever becomes of the children: who comes with a recording gets no second chance by a crash. */
  let turnsSpent = false;

  const start = (): Waiting => {
    const child = new MatcherChild(spawnChild);
    living.add(child);
    void child.gone.then(() => living.delete(child));
    const loaded = new Promise<boolean>((resolve) => {
      child.listen((words) => resolve(words !== 'crashed' && words.tell === 'loaded'));
    });
    child.ask({
      ask: 'load',
      engine,
      paths: { ...paths },
      threshold,
      challenge,
      liveness,
      light: panelLight !== undefined,
      ...(allowedOrigin === undefined ? {} : { allowedOrigin }),
    });
    return { child, loaded };
  };
  const warm = (): Promise<boolean> => {
    if (closed) return Promise.resolve(false);
    if (waiting === undefined || !waiting.child.alive) waiting = start();
    return waiting.loaded;
  };

  const enrol: Job<'matcher.enrol'> = (_input, answer) => {
    let stopped = false;
    const give = (outcome: JobOutcome<'matcher.enrol'>) => {
      if (!stopped) answer(outcome);
      stopped = true;
    };
    const { child, loaded } = waiting?.child.alive === true ? waiting : start();
    waiting = undefined;
    const end = () => {
      if (present?.child === child) present = undefined;
      child.end();
      void child.gone.then(warm);
    };
    vault.adopt('template', end);
    present = { child, end };
    void child.gone.then(() => vault.disown('template', end));
    void loaded.then((ok) => {
      if (!ok || !child.alive) return later(() => give({ outcome: 'crashed' }), warm);
      child.listen((words) => {
        if (words === 'crashed') {
          vault.disown('template', end);
          give({ outcome: 'crashed' });
          void warm();
        } else if (words.tell === 'enrolled') give({ outcome: words.result });
      });
      const sent = vault.lend('photo', (photo) => {
        child.enrol(photo);
        return true;
      });
      if (sent === undefined) give({ outcome: 'damaged' });
    });
    return () => {
      stopped = true;
    };
  };

  const verify: Job<'matcher.verify'> = (_input, answer) => {
    const patient = present;
    const turn = ++turns;
    let stopped = false;
    let stopCamera: (() => void) | undefined;
    let dimmed = false;
    const release = () => {
      stopped = true;
      stopCamera?.();
      stopCamera = undefined;
      if (dimmed) panelLight?.(1);
      dimmed = false;
    };
    const finish = (outcome: JobOutcome<'matcher.verify'>) => {
      if (stopped) return;
      release();
      answer(outcome);
    };
    if (patient === undefined || !patient.child.alive) {
      later(() => finish({ outcome: 'crashed' }), warm);
      return release;
    }
    const { child, end } = patient;
    child.listen((words: Tell | 'crashed') => {
      if (words === 'crashed') {
        vault.disown('template', end);
        finish({ outcome: 'crashed' });
        void warm();
        return;
      }
      if (!('turn' in words) || words.turn !== turn) return;
      // Also when this try has ended meanwhile: they were asked for.
      if (words.tell === 'turns') turnsSpent = words.spent;
      if (stopped) return;
      if (words.tell === 'sink') stopCamera = camera.stream({ port: words.port, token: words.token });
      else if (words.tell === 'light') {
        dimmed = words.level < 1;
        panelLight?.(words.level);
      } else if (words.tell === 'hint') answer({ outcome: 'hint', hint: words.hint });
      else if (words.tell === 'verdict') finish({ outcome: words.verdict });
    });
    child.ask({ ask: 'verify', turn, turnsSpent });
    return () => {
      if (!stopped) child.ask({ ask: 'stop', turn });
      release();
    };
  };

  return {
    jobs: { 'matcher.enrol': enrol, 'matcher.verify': verify },
    forgetPerson: () => {
      turnsSpent = false;
    },
    warm,
    pids: () => [...living].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    close: async () => {
      closed = true;
      for (const child of living) child.end();
      await Promise.all([...living].map((child) => child.gone));
    },
  };
}

/** A job never answers inside its own start. */
function later(step: () => void, after: () => Promise<unknown>): void {
  queueMicrotask(() => {
    step();
    void after();
  });
}
