import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Place, Problem } from './problem.ts';

/** One value in a YAML file, together with where it stands. */
export interface Spot {
  readonly source: YamlSource;
  readonly node: Node | null;
  readonly place: Place;
}

export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Spot;
}

/**
 * A YAML file that is read node by node, so that every fault can name file:line:column. Strict YAML 1.2: unique keys,
 * no aliases, no tags.
 */
export class YamlSource {
  readonly file: string;
  readonly problems: Problem[];
  readonly #lines = new LineCounter();
  readonly #document: Document;

  constructor(file: string, text: string, problems: Problem[], schema: 'core' | 'failsafe' = 'core') {
    this.file = file;
    this.problems = problems;
    this.#document = parseDocument(text, { lineCounter: this.#lines, strict: true, uniqueKeys: true, schema });
    for (const fault of [...this.#document.errors, ...this.#document.warnings]) {
      const at = this.#lines.linePos(fault.pos[0]);
      const english = fault.message.split(' at line ')[0] ?? fault.message;
      this.report(
        'F100',
        { file, line: at.line, column: at.col, length: 1 },
        'YAMLとして読めません。',
        `Not valid YAML: ${english}`,
      );
    }
    this.#refuseTraps(text);
  }

  get root(): Spot {
    return this.spot(this.#document.contents);
  }

  spot(node: unknown): Spot {
    const known = isNode(node) ? node : null;
    return { source: this, node: known, place: this.#placeOf(known) };
  }

  report(code: string, place: Place, ja: string, en: string, help?: string): void {
    this.problems.push(help === undefined ? { code, place, ja, en } : { code, place, ja, en, help });
  }

  /** Typing accidents of Japanese keyboards that YAML reads as something else, silently. */
  #refuseTraps(text: string): void {
    text.split('\n').forEach((line, index) => {
      const place = (column: number): Place => ({ file: this.file, line: index + 1, column, length: 1 });
      const indent = /^[ \t]*(　)/u.exec(line);
      if (indent !== null)
        this.report(
          'F110',
          place(indent[0].length),
          '行のはじめに全角の空白があります。',
          'Full-width space in the indentation.',
          '半角の空白にしてください (use ASCII spaces)',
        );
      const colon = /^\s*[\w.-]+(：)/u.exec(line);
      if (colon !== null)
        this.report(
          'F111',
          place(colon[0].length),
          '「：」が全角です。',
          'Full-width colon after a key.',
          '半角の「:」と空白にしてください (use ": ")',
        );
      if (line.includes('�'))
        this.report(
          'F112',
          place(line.indexOf('�') + 1),
          '文字コードがUTF-8ではありません（R 2-4）。',
          'The file is not UTF-8.',
          'UTF-8で保存しなおしてください (save it as UTF-8)',
        );
    });
  }

  #placeOf(node: Node | null): Place {
    const range = node?.range;
    if (range === undefined || range === null) return { file: this.file, line: 1, column: 1, length: 1 };
    const at = this.#lines.linePos(range[0]);
    return { file: this.file, line: at.line, column: at.col, length: Math.max(1, Math.min(range[1] - range[0], 60)) };
  }
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

function wrongKind(spot: Spot, ja: string, en: string): undefined {
  spot.source.report('F101', spot.place, `ここには${ja}を書きます。`, `Expected ${en} here.`);
  return undefined;
}

/** The entries of a map. Keys not in `allowed` are reported; pass undefined to allow any. */
export function readMap(spot: Spot, allowed?: readonly string[]): readonly Entry[] {
  if (!isMap(spot.node)) {
    wrongKind(spot, '「名前: 値」の組', 'a map');
    return [];
  }
  const entries: Entry[] = [];
  for (const pair of spot.node.items) {
    const keySpot = spot.source.spot(pair.key);
    if (!isScalar(pair.key) || typeof pair.key.value !== 'string') {
      wrongKind(keySpot, '名前', 'a name');
      continue;
    }
    const key = pair.key.value;
    if (allowed !== undefined && !allowed.includes(key)) {
      spot.source.report(
        'F102',
        keySpot.place,
        `「${key}」という項目はありません。`,
        `Unknown key "${key}".`,
        unknownHelp(key, allowed),
      );
      continue;
    }
    entries.push({ key, keyPlace: keySpot.place, value: valueSpot(spot.source, pair.value, keySpot.place) });
  }
  return entries;
}

function unknownHelp(key: string, allowed: readonly string[]): string {
  const near = allowed.find((name) => name.toLowerCase().startsWith(key.toLowerCase().slice(0, 3)));
  return near === undefined
    ? `書ける項目 (allowed): ${allowed.join(', ')}`
    : `もしかして: ${near} (allowed: ${allowed.join(', ')})`;
}

function valueSpot(source: YamlSource, node: unknown, keyPlace: Place): Spot {
  const spot = source.spot(node);
  return spot.node === null || spot.node.range === undefined ? { ...spot, place: keyPlace } : spot;
}

export function readList(spot: Spot): readonly Spot[] {
  if (!isSeq(spot.node)) {
    wrongKind(spot, '一覧 [ … ]', 'a list');
    return [];
  }
  return spot.node.items.map((item) => spot.source.spot(item));
}

export function isList(spot: Spot): boolean {
  return isSeq(spot.node);
}

export function isMapping(spot: Spot): boolean {
  return isMap(spot.node);
}

/** The plain value of a scalar: text, number, true/false or null. */
export function scalarOf(spot: Spot): unknown {
  return isScalar(spot.node) ? spot.node.value : undefined;
}

export function readString(spot: Spot): string | undefined {
  const value = scalarOf(spot);
  return typeof value === 'string' && value !== '' ? value : wrongKind(spot, '文字', 'text');
}

export function readNumber(spot: Spot): number | undefined {
  const value = scalarOf(spot);
  return typeof value === 'number' && Number.isFinite(value) ? value : wrongKind(spot, '半角の数字', 'a number');
}

export function readBoolean(spot: Spot): boolean | undefined {
  const value = scalarOf(spot);
  return typeof value === 'boolean' ? value : wrongKind(spot, 'true か false', 'true or false');
}
