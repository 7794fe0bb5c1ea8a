import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';

type Path = readonly (string | number)[];
export type Parsed<T> =
  | { readonly value: T; /** `file:line:column` of a place in the document. */ readonly at: (path: Path) => string }
  | { readonly faults: readonly string[] };

/** Reads YAML against a schema; every fault is named as file:line:column. */
export function parseYaml<S extends v.GenericSchema>(text: string, file: string, schema: S): Parsed<v.InferOutput<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    return { faults: document.errors.map((e) => `${place(e.pos[0])} ${e.message.split('\n')[0] ?? ''}`) };
  }
  // A missing key has no place of its own: the nearest thing around it is named instead.
  const at = (path: Path): string => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (hasRange(node)) return place(node.range[0]);
    }
    return place(0);
  };
  const parsed = v.safeParse(schema, document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { value: parsed.output, at };
  return {
    faults: parsed.issues.map((issue) => {
      const path = (issue.path ?? []).flatMap(({ key }: { key: unknown }) =>
        typeof key === 'string' || typeof key === 'number' ? [key] : [],
      );
      return `${at(path)} ${path.join('.') || 'document'}: ${issue.message}`;
    }),
  };
}

function hasRange(node: unknown): node is { range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
