import { arc, clamp, curveThrough, hill, mix, ridge, smoothstep, type Triple } from './curves.ts';
import type { HeadParameters } from './head-parameters.ts';
import { valueNoise } from './noise.ts';

/**
 * The skin of one head as a function of azimuth (0 = to the front, positive viewer-right, radians) and height (cm).
 * Units and axes: cm, x viewer-right, y up from the line of the eyes, z to the camera.
 */
export interface HeadShape {
  readonly parameters: HeadParameters;
  /** Half the width of the skull at a height. */
  halfWidth(y: number): number;
  /** Distance of the smooth skull from its axis. */
  skullRadius(azimuth: number, y: number): number;
  /** The smooth skull with jaw and neck, before any feature. */
  base(azimuth: number, y: number): Triple;
  /** The skin with eyes, nose and mouth. */
  skin(azimuth: number, y: number): Triple;
  /** Height of the lower edge of the jaw at a distance from the middle. */
  jawLine(x: number): number;
  /** Height of the red of the upper and lower lip at a distance from the middle. */
  upperLip(x: number): number;
  lowerLip(x: number): number;
  /** The viewer-right eyeball; the other is its mirror image. */
  readonly eye: { readonly x: number; readonly z: number; readonly radius: number };
  readonly noseTip: number;
}

const eyeRadius = 1.22;
/** Skin over the eyeball, cm. */
const lidThickness = 0.13;
/** Exponent of the superellipse that a horizontal cut through the skull is. */
const skullPower = 2.25;

export function shapeHead(parameters: HeadParameters): HeadShape {
  const { build, skull, eyes, nose, mouth, seed } = parameters;
  const chin = skull.chinHeight;
  const side = curveThrough([
    [chin - 0.5, skull.jawWidth * 0.97],
    [skull.jawHeight, skull.jawWidth],
    [-4.6, mix(skull.jawWidth, skull.cheekWidth, 0.72)],
    [-2.2, skull.cheekWidth],
    [0, mix(skull.cheekWidth, skull.templeWidth, 0.6)],
    [2.5, skull.templeWidth],
  ]);
  const profile = curveThrough([
    [chin - 0.4, 8.3],
    [chin + 1, 8.75],
    [mouth.height - 1.4, 8.6],
    [mouth.height, 8.75],
    [nose.base, 8.8],
    [-2.5, 8.75],
    [0, 8.65],
    [2, 9.1],
    [5, 8.9 + skull.foreheadSlope * 0.5],
  ]);
  const halfWidth = (y: number) => (y < 2.5 ? side(y) : skull.templeWidth * arc((y - 2.5) / (skull.crown - 2.5), 2.3));
  const front = (y: number) =>
    y < 5 ? profile(y) : (8.9 + skull.foreheadSlope * 0.5) * arc((y - 5) / (skull.crown - 5), 2.2);
  const back = (y: number) =>
    y > 2.5 ? 9.6 * arc((y - 2.5) / (skull.crown - 2.5), 2.3) : mix(7.2, 9.6, smoothstep(-7, 2.5, y));

  function skullRadius(azimuth: number, y: number): number {
    const cos = Math.cos(azimuth);
    const across = Math.max(halfWidth(y), 0.01);
    const along = Math.max(cos > 0 ? front(y) : back(y), 0.01);
    const sum =
      Math.pow(Math.abs(Math.sin(azimuth)) / across, skullPower) + Math.pow(Math.abs(cos) / along, skullPower);
    return Math.pow(sum, -1 / skullPower);
  }

  function jawLine(x: number): number {
    const ax = Math.abs(x);
    if (ax >= skull.jawWidth) return skull.jawHeight + (ax - skull.jawWidth) * 4;
    const flat = skull.chinWidth * 0.35;
    return chin + (skull.jawHeight - chin) * Math.pow(Math.max(0, ax - flat) / (skull.jawWidth - flat), 2.3);
  }

  function base(azimuth: number, y: number): Triple {
    const neck = build.neckRadius - 1.4 * Math.cos(azimuth);
    const behind = smoothstep(1.3, 2, Math.abs(azimuth));
    let radius = skullRadius(azimuth, Math.max(y, chin - 0.5));
    const edge = mix(jawLine(radius * Math.sin(azimuth)), -5, behind);
    const softness = mix(1.3, 3, behind);
    radius = mix(neck, radius, smoothstep(edge - softness * 0.75, edge + softness * 0.45, y));
    if (y < chin - 3) radius += ((chin - 3 - y) * 0.35) ** 2 * 0.35;
    return [radius * Math.sin(azimuth), y, radius * Math.cos(azimuth)];
  }

  const eye = { x: eyes.distance / 2, z: 6.72 + eyes.depth, radius: eyeRadius };
  const noseTip = nose.base + nose.tipUp + 0.35;
  const noseHeight = curveThrough([
    [nose.base - 0.35, 0],
    [nose.base, nose.tipLength * 0.42],
    [nose.base + 0.25 * nose.tipUp, nose.tipLength * 0.8],
    [noseTip, nose.tipLength],
    [mix(noseTip, 0.3, 0.45), mix(nose.tipLength, nose.bridgeHeight, 0.5) + nose.hump],
    [0.2, nose.bridgeHeight],
    [1.6, 0.15],
    [2.4, 0],
  ]);
  const noseWidth = curveThrough([
    [nose.base - 0.4, nose.tipWidth * 0.7],
    [noseTip, nose.tipWidth],
    [noseTip + 1.2, mix(nose.tipWidth, nose.bridgeWidth, 0.7)],
    [0.2, nose.bridgeWidth],
    [2, nose.bridgeWidth * 1.5],
  ]);
  const halfMouth = mouth.width / 2;
  const lipShare = (x: number) => clamp(1 - (x / halfMouth) ** 2, 0, 1);
  const upperLip = (x: number) => mouth.upper * Math.pow(lipShare(x), 0.8) * (1 - mouth.bow * ridge(x, 0.35));
  const lowerLip = (x: number) => mouth.lower * Math.pow(lipShare(x), 0.7);

  /** How far the features stand out of the smooth skull, cm; `ax` = |x|. */
  function relief(x: number, ax: number, y: number): number {
    return (
      socketRelief(ax, y) +
      cheekRelief(x, ax, y) +
      noseRelief(ax, y) +
      foldRelief(x, ax, y) +
      lipRelief(x, ax, y) +
      skull.lumps * (valueNoise(x * 0.42 + 9, y * 0.42, seed + 301) + 0.5 * valueNoise(x * 0.8, y * 0.8, seed + 302))
    );
  }

  function socketRelief(ax: number, y: number): number {
    const lx = ax - eye.x;
    return (
      skull.browRidge * (hill(ax - 2.3, y - 1.55, 2, 0.55) + 0.5 * hill(ax, y - 1.7, 1.2, 0.7)) -
      0.85 * hill(ax - eye.x * 0.98, y - 0.15, 1.5, 0.85) -
      0.35 * hill(ax - 1.5, y - 0.1, 0.6, 0.8) +
      eyes.bags * (0.22 * hill(lx, y + 1, 0.9, 0.22) - 0.2 * hill(lx, y + 1.35, 1, 0.16))
    );
  }

  function cheekRelief(x: number, ax: number, y: number): number {
    return (
      skull.cheekBone * hill(ax - 4.4, y + 2.1, 1.5, 1.1) -
      skull.hollowCheek * hill(ax - 4.6, y + 5.8, 1.4, 1.7) +
      build.fat * 0.55 * hill(ax - 4, y + 5.3, 1.8, 2) +
      skull.chinPoint * hill(x, y - (chin + 1.2), 1.5, 0.9) -
      (skull.cleftChin ? 0.18 * hill(x, y - (chin + 1.1), 0.22, 0.7) : 0)
    );
  }

  function noseRelief(ax: number, y: number): number {
    const width = noseWidth(y);
    const wingY = y - nose.base - 0.55;
    return (
      noseHeight(y) * (0.68 * ridge(ax, width * 0.95) + 0.32 * ridge(ax, width * 1.8)) +
      0.95 * hill(ax - nose.wingWidth * 0.7, wingY, 0.42, 0.48) * (nose.tipLength / 2) -
      0.22 * hill(ax - nose.wingWidth * 1.08, wingY, 0.22, 0.6) -
      0.55 * hill(ax - 0.62, y - (nose.base + 0.05), 0.28, 0.16)
    );
  }

  function foldRelief(x: number, ax: number, y: number): number {
    const fold = foldAt(parameters, y);
    const weight = smoothstep(-0.2, 0.25, fold.t) * (1 - smoothstep(0.5, 1.15, fold.t));
    return (
      mouth.folds * 0.6 * weight * (ridge(ax - fold.x - 0.75, 0.5) - ridge(ax - fold.x, 0.36)) -
      0.1 * hill(x, y - (mouth.height + mouth.upper + 0.5), 0.25, 0.5)
    );
  }

  function lipRelief(x: number, ax: number, y: number): number {
    const ly = y - mouth.height;
    let out = 0.55 * hill(x, ly, 2.4, 1.8) - 0.28 * hill(x, ly + mouth.lower + 0.55, 1.6, 0.4);
    if (ax >= halfMouth + 0.6 || Math.abs(ly) >= 1.6) return out;
    const middle = lipShare(ax);
    const t = ly >= 0 ? ly / ((upperLip(x) + 1e-3) * 1.15) : -ly / ((lowerLip(x) + 1e-3) * 1.1);
    const roundness = t < 1 ? Math.sin(Math.PI * Math.pow(t, ly >= 0 ? 0.75 : 0.8)) ** 0.8 : 0;
    out += mouth.fullness * middle * roundness * (ly >= 0 ? 0.8 : 1);
    return out - 0.22 * ridge(ly, 0.1) * Math.pow(middle, 0.4) - 0.2 * hill(ax - halfMouth - 0.05, ly, 0.25, 0.3);
  }

  /** Lets the skin run over the eyeball, with a soft join. */
  function overEyeball(ax: number, y: number, z: number): number {
    const room = (eyeRadius + lidThickness) ** 2 - (ax - eye.x) ** 2 - y ** 2;
    if (room <= 0) return z;
    const ball = eye.z + Math.sqrt(room);
    const softness = 0.18;
    const share = clamp(0.5 + (0.5 * (ball - z)) / softness, 0, 1);
    return mix(z, ball, share) + softness * share * (1 - share);
  }

  function skin(azimuth: number, y: number): Triple {
    const [x, , smooth] = base(azimuth, y);
    if (Math.abs(azimuth) >= 1.5 || y <= chin - 2 || y >= 8) return [x, y, smooth];
    const ax = Math.abs(x);
    const lx = ax - eye.x;
    const sign = x < 0 ? -1 : 1;
    let z = overEyeball(ax, y, smooth + relief(x, ax, y));
    if (!eyes.monolid) {
      const fold = eyes.upper + eyes.crease - 0.12 * lx * lx;
      z -= 0.16 * ridge(y - eyes.tilt * lx - fold, 0.09) * smoothstep(1.9, 1.3, Math.abs(lx));
    }
    const corner =
      mouth.corner *
      smoothstep(0, 1, ax / halfMouth) *
      ridge(y - mouth.height, 0.9) *
      smoothstep(halfMouth + 1.5, halfMouth, ax);
    return [x, y + corner + build.asymmetry * sign * 0.25 * smoothstep(0.5, 4, ax), z];
  }

  return { parameters, halfWidth, skullRadius, base, skin, jawLine, upperLip, lowerLip, eye, noseTip };
}

/** The fold beside nose and mouth: `t` runs from 0 at the nose to 1 below the mouth, `x` is its place at that height. */
export function foldAt(parameters: HeadParameters, y: number): { readonly t: number; readonly x: number } {
  const { nose, mouth } = parameters;
  const start = nose.base + 0.4;
  const t = clamp((start - y) / (start - (mouth.height - 0.6)), -0.2, 1.2);
  return { t, x: mix(nose.wingWidth + 0.15, mouth.width / 2 + 0.75, Math.sqrt(clamp(t, 0, 1.2))) };
}
