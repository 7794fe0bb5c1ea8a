/** A command APDU taken apart (ISO/IEC 7816-4 clause 5.2, cases 1 to 4, short and extended). */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Uint8Array;
  /** Expected answer bytes, 1 … 65,536; absent when the command expects none. */
  readonly le: number | undefined;
}

/** Undefined when the lengths do not fit the bytes (the card answers 6700). */
export function parseCommand(bytes: Uint8Array): CommandApdu | undefined {
  const [cla, ins, p1, p2] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return undefined;
  const body = parseBody(bytes.subarray(4));
  return body === undefined ? undefined : { cla, ins, p1, p2, ...body };
}

function parseBody(rest: Uint8Array): Pick<CommandApdu, 'data' | 'le'> | undefined {
  const word = (at: number) => ((rest[at] ?? 0) << 8) | (rest[at + 1] ?? 0);
  const first = rest[0];
  if (first === undefined) return { data: rest, le: undefined };
  if (rest.length === 1) return { data: rest.subarray(1), le: first === 0 ? 256 : first };
  if (first !== 0) {
    const end = 1 + first;
    const data = rest.subarray(1, end);
    if (rest.length === end) return { data, le: undefined };
    const le = rest[end];
    return rest.length === end + 1 && le !== undefined ? { data, le: le === 0 ? 256 : le } : undefined;
  }
  if (rest.length < 3) return undefined;
  if (rest.length === 3) return { data: rest.subarray(3), le: word(1) === 0 ? 65_536 : word(1) };
  const end = 3 + word(1);
  const data = rest.subarray(3, end);
  if (rest.length === end) return { data, le: undefined };
  return rest.length === end + 2 ? { data, le: word(end) === 0 ? 65_536 : word(end) } : undefined;
}
