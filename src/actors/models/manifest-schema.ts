import * as v from 'valibot';
import { livenessSchema } from './liveness-schema.ts';
import { name } from './name-schema.ts';

/**
 * The schema of models/models.yaml: which networks there are, where each comes from, and how an engine of the matcher
 * uses them. Adding an engine is one entry here and no code, as long as its networks belong to a family named below.
 */
const positive = v.pipe(v.number(), v.gtValue(0, 'a number above 0'));
const pixels = v.pipe(v.number(), v.integer('a whole number of pixels'), v.minValue(8), v.maxValue(1024));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const cosine = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));
/** A path below a folder: no leading slash, no step upwards. */
const relativePath = v.pipe(
  v.string(),
  v.regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w.@/-]+$/, 'a relative path without ..'),
);

const sourceSchema = v.union(
  [
    v.strictObject({
      package: v.pipe(v.string(), v.regex(/^(@[a-z0-9-]+\/)?[a-z0-9._-]+$/, 'an npm package name')),
      version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+[\w.-]*$/, 'an exact version')),
      /** Inside the package. */
      path: relativePath,
    }),
    /** A file of this repository, relative to its root. */
    v.strictObject({ committed: relativePath }),
    /** A file the operator brings (`--from DIR`). */
    v.strictObject({ operator: relativePath }),
  ],
  'one of {package, version, path}, {committed}, {operator}',
);

const networkSchema = v.strictObject({
  from: sourceSchema,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500_000_000)),
  licence: v.pipe(v.string(), v.minLength(2, 'a licence')),
  note: v.optional(v.string()),
});

const threeNumbers = v.tuple([v.number(), v.number(), v.number()]);
const threePositive = v.tuple([positive, positive, positive]);

const embedderSchema = v.strictObject({
  network: name,
  family: v.picklist(['arcface112']),
  size: pixels,
  /** Per channel: (value − mean) ÷ divisor. */
  mean: threeNumbers,
  divisor: threePositive,
  /** Numbers in one embedding. */
  length: v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(4096)),
  /** A reference gets the embedding of its mirrored crop added. */
  mirror: v.boolean(),
  /** The crop is taken so many of its pixels lower than the template says. */
  shiftDown: v.number(),
  /** Weight of this embedder's cosine in the mean. */
  weight: positive,
});

export const fmrs = ['1e-3', '1e-4', '1e-5'] as const;
export type Fmr = (typeof fmrs)[number];
/** YAML reads 1e-4 as a number; the three bounds that exist are named by their exponent. */
const fmr = v.pipe(
  v.number(),
  v.check((given) => fmrs.some((word) => Number(word) === given), 'one of 1e-3, 1e-4, 1e-5'),
);

export const engineSchema = v.strictObject({
  title: v.pipe(v.string(), v.minLength(1)),
  detector: v.strictObject({
    network: name,
    family: v.picklist(['rfb320']),
    width: pixels,
    height: pixels,
    mean: v.number(),
    divisor: positive,
    minScore: share,
  }),
  landmarks: v.strictObject({
    network: name,
    family: v.picklist(['points68']),
    size: pixels,
    mean: v.number(),
    divisor: positive,
  }),
  eyes: v.optional(
    v.strictObject({ network: name, family: v.picklist(['openClosed']), size: pixels, patch: positive }),
  ),
  embedders: v.pipe(v.array(embedderSchema), v.minLength(1, 'at least one embedder')),
  thresholds: v.pipe(
    v.array(v.strictObject({ per: v.picklist(['comparison', 'transaction', 'visit']), fmr, cosine, fnmr: share })),
    v.minLength(1, 'at least one threshold'),
  ),
  measured: v.pipe(v.string(), v.minLength(20, 'the measurement the thresholds come from')),
  /** No threshold of this engine is ever used below this cosine. */
  atLeast: v.optional(cosine, -1),
});

export const manifestSchema = v.strictObject({
  version: v.literal(1),
  use: v.strictObject({ engine: name }),
  networks: v.record(name, networkSchema),
  engines: v.record(name, engineSchema),
  liveness: livenessSchema,
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type NetworkSpec = Manifest['networks'][string];
export type EngineSpec = Manifest['engines'][string];
export type EmbedderSpec = EngineSpec['embedders'][number];

/**
 * The false match rates that a facility can choose (flows/settings.yaml `faceMatchRate`): shares of impostors who are
 * accepted in a visit, whatever the number of tries in it. R 3-6 asks for 0.01 % or better, so there is none above it.
 */
export const visitFmrs = { '1in10000': 1e-4, '1in100000': 1e-5 } as const;
export type VisitFmr = (typeof visitFmrs)[keyof typeof visitFmrs];

/** The tries that thresholds per visit are measured with; flows/settings.yaml lets nobody have more (`faceTries`). */
export const visitTries = 3;

/** The cosine at which fused probes are accepted, so that all tries of a visit together keep this false match rate. */
export function visitThreshold(engine: EngineSpec, wanted: VisitFmr): number {
  const found = engine.thresholds.find((t) => t.per === 'visit' && t.fmr === wanted);
  if (found === undefined) throw new RangeError(`no threshold per visit for ${wanted}`); // parseManifest has checked it
  return Math.max(found.cosine, engine.atLeast);
}

/** The networks an engine needs. */
export function networksOf(engine: EngineSpec): readonly string[] {
  const eyes = engine.eyes === undefined ? [] : [engine.eyes.network];
  return [engine.detector.network, engine.landmarks.network, ...eyes, ...engine.embedders.map((e) => e.network)];
}
