import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** A run of pages that are in memory or in swap. */
export interface PageRun {
  readonly start: bigint;
  readonly bytes: number;
  /** Permissions and name of the mapping, as in /proc/PID/maps. */
  readonly mapping: string;
}

const pageBytes = 4096n;
const entryBytes = 8;
/** Bits 62 and 63 of a pagemap entry (admin-guide/mm/pagemap): swapped, present. */
const inMemory = 0xc000_0000;
/** Provided by the kernel, not the process's own. */
const kernels = new Set(['[vvar]', '[vsyscall]', '[vvar_vclock]']);

/**
 * The pages of a process that hold anything, whatever their permissions: pages without any (---p) are read too, where root
 * may, because a buffer behind them has not been overwritten by being closed.
 */
export function residentPages(pid: number): readonly PageRun[] {
  const pagemap = openSync(`/proc/${pid}/pagemap`, 'r');
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8')
      .split('\n')
      .flatMap((line) => runsOf(pagemap, line));
  } finally {
    closeSync(pagemap);
  }
}

function runsOf(pagemap: number, line: string): PageRun[] {
  const found = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \S+ *(.*)$/.exec(line);
  if (found === null) return [];
  const [, from = '0', to = '0', permissions = '', name = ''] = found;
  if (kernels.has(name)) return [];
  const start = BigInt(`0x${from}`);
  const pages = Number((BigInt(`0x${to}`) - start) / pageBytes);
  const mapping = `${permissions} ${name === '' ? 'anonymous' : (name.split('/').at(-1) ?? name)}`;
  const runs: PageRun[] = [];
  const block = Buffer.alloc(entryBytes * 65_536);
  let runStart: number | undefined;
  const close = (at: number) => {
    if (runStart === undefined) return;
    const bytes = (at - runStart) * Number(pageBytes);
    runs.push({ start: start + BigInt(runStart) * pageBytes, bytes, mapping });
    runStart = undefined;
  };
  for (let page = 0; page < pages;) {
    const wanted = Math.min(pages - page, 65_536);
    const at = (start / pageBytes + BigInt(page)) * BigInt(entryBytes);
    const got = Math.floor(readSync(pagemap, block, 0, wanted * entryBytes, at) / entryBytes);
    if (got === 0) break;
    for (let i = 0; i < got; i++) {
      const there = (block.readUInt32LE(i * entryBytes + 4) & inMemory) !== 0;
      if (there) runStart ??= page + i;
      else close(page + i);
    }
    page += got;
  }
  close(pages);
  return runs;
}
