/** A touch panel: what it shows in pixels and how large it is, so that the glass can be laid out in millimetres. */
export interface Panel {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Diagonal of the visible area in inches. */
  readonly inches: number;
}

/** The panels that are supported and tested. */
export const panels = [
  { width: 640, height: 480, inches: 5 },
  { width: 800, height: 480, inches: 7 },
  { width: 1024, height: 600, inches: 7 },
  { width: 1280, height: 800, inches: 10.1 },
  { width: 800, height: 1280, inches: 10.1 },
] as const satisfies readonly Panel[];

const millimetresPerInch = 25.4;
/** Pixel density assumed for a panel nobody described; the densities of the tested panels are 5.25 … 6.68. */
const usualPixelsPerMm = 6;

/** `640x480@5` */
export function panelName(panel: Panel): string {
  return `${panel.width}x${panel.height}@${panel.inches}`;
}

/** Reads `WIDTHxHEIGHT@INCHES`; null when it is not that. */
export function parsePanel(text: string | null): Panel | null {
  const found = /^(\d{3,4})x(\d{3,4})@(\d{1,2}(?:\.\d+)?)$/.exec(text ?? '');
  if (found === null) return null;
  const [width, height, inches] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return inches > 0 ? { width, height, inches } : null;
}

/** The panel a window of this size most likely is: a tested one of the same size, otherwise one of usual density. */
export function guessPanel(width: number, height: number): Panel {
  const known = panels.find((panel) => panel.width === width && panel.height === height);
  if (known !== undefined) return known;
  const inches = Math.hypot(width, height) / usualPixelsPerMm / millimetresPerInch;
  return { width, height, inches: Math.round(inches * 10) / 10 };
}

export function pixelsPerMm(panel: Panel): number {
  return Math.hypot(panel.width, panel.height) / (panel.inches * millimetresPerInch);
}

/** How much room there is: decides paddings and sizes in CSS. By the short side: small < 80 mm ≤ medium < 110 mm ≤ large. */
export type PanelClass = 'small' | 'medium' | 'large';

export function panelClass(panel: Panel): PanelClass {
  const shortSide = Math.min(panel.width, panel.height) / pixelsPerMm(panel);
  if (shortSide < 80) return 'small';
  return shortSide < 110 ? 'medium' : 'large';
}

export function isPortrait(panel: Panel): boolean {
  return panel.height > panel.width;
}

/** Width in millimetres: below `narrowWidth` the header has no room for every switch. */
export const narrowWidth = 145;

export function isNarrow(panel: Panel): boolean {
  return panel.width / pixelsPerMm(panel) < narrowWidth;
}
