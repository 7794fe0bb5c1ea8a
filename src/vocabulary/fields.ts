/**
 * What an event or an outcome may carry. Only closed enumerations and small bounded integers exist:
 * that is why a trace of events can hold no personal data and needs no redaction (R 3-15, 3-17).
 */
export type FieldSpec = { readonly oneOf: readonly string[] } | { readonly from: number; readonly to: number };
export type FieldTable = { readonly [field: string]: FieldSpec };

type FieldValue<F extends FieldSpec> = F extends { readonly oneOf: readonly (infer Word)[] } ? Word : number;
export type FieldValues<T extends FieldTable> = { readonly [K in keyof T]: FieldValue<T[K]> };

/** True when `value` carries exactly the fields of `table`, each inside its closed range. */
export function fitsFields(table: FieldTable, value: { readonly [field: string]: unknown }): boolean {
  const names = Object.keys(table);
  if (Object.keys(value).length !== names.length) return false;
  return names.every((name) => {
    const spec = table[name];
    return spec !== undefined && fitsField(spec, value[name]);
  });
}

function fitsField(spec: FieldSpec, value: unknown): boolean {
  if ('oneOf' in spec) return typeof value === 'string' && spec.oneOf.includes(value);
  return typeof value === 'number' && Number.isInteger(value) && value >= spec.from && value <= spec.to;
}
