import { effects } from '../../vocabulary/effects.ts';
import { fitsFields } from '../../vocabulary/fields.ts';
import { traceVersion, type TraceHead, type TraceLine, type TraceStep } from '../../vocabulary/trace.ts';
import { alphabet } from '../flow/names.ts';

export type ParsedTrace =
  | { readonly head: TraceHead; readonly steps: readonly (TraceStep & { readonly line: number })[] }
  | { readonly broken: { readonly line: number; readonly cause: string } };

/** Reads a trace (JSON lines). The first broken line is named; nothing of a broken trace is used. */
export function parseTrace(text: string): ParsedTrace {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  let head: TraceHead | undefined;
  const steps: (TraceStep & { readonly line: number })[] = [];
  for (const [index, line] of lines.entries()) {
    const parsed = parseTraceLine(line);
    if (typeof parsed === 'string') return { broken: { line: index + 1, cause: parsed } };
    if (parsed.k === 'ev') steps.push({ ...parsed, line: index + 1 });
    else if (index === 0) head = parsed;
    else return { broken: { line: index + 1, cause: 'a second head line' } };
  }
  if (head === undefined) return { broken: { line: 1, cause: 'no head line: this is not a trace' } };
  return { head, steps };
}

/** One line, or what is wrong with it. */
function parseTraceLine(text: string): TraceLine | string {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return 'not JSON (was the file cut?)';
  }
  if (!isRecord(line)) return 'not an object';
  if (line['k'] === 'head') return isHead(line) ? line : `not a head of version ${traceVersion}`;
  if (line['k'] !== 'ev') return 'neither head nor step';
  return isStep(line) ? line : 'not a step: wrong fields';
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHead(line: { readonly [key: string]: unknown }): line is { readonly [key: string]: unknown } & TraceHead {
  const texts = ['flow', 'flowHash', 'textHash', 'app', 'xstate', 'panel', 'clock'];
  return line['v'] === traceVersion && texts.every((name) => typeof line[name] === 'string');
}

function isStep(line: { readonly [key: string]: unknown }): line is { readonly [key: string]: unknown } & TraceStep {
  const { t, ev, n, fields, to, fx } = line;
  const known: readonly string[] = effects;
  if (Object.keys(line).some((name) => !stepKeys.includes(name))) return false;
  if (typeof t !== 'number' || typeof ev !== 'string' || !isTexts(to) || !to.every(isPath)) return false;
  if (
    n !== undefined &&
    !(/^PIN\.(KEY|DELETE)$/.test(ev) && typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= 10_000)
  )
    return false;
  if (fx !== undefined && !(isTexts(fx) && fx.every((name) => known.includes(name)))) return false;
  const table = alphabet.get(ev);
  if (table === undefined) return /^xstate\.[A-Za-z0-9.]+$/.test(ev) && fields === undefined;
  return fitsFields(table, isRecord(fields) ? fields : {});
}

const stepKeys: readonly string[] = ['k', 't', 'ev', 'n', 'fields', 'to', 'fx'];

/** States are named in ASCII (F106): no free text fits. */
function isPath(path: string): boolean {
  return /^[A-Za-z0-9.]+$/.test(path);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
