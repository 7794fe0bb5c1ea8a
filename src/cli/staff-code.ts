import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWords, WrongWords, wrongWordsStatus } from './command-line.ts';
import { hashStaffCode } from '../actors/staff/staff-code.ts';

/** `npm run staff-code -- --facility DIR`: asks for four digits on the terminal and keeps their scrypt hash in DIR. */
export async function staffCodeCommand(args: readonly string[]): Promise<number> {
  const { values } = readWords({ args: [...args], options: { facility: { type: 'string' } } });
  if (values.facility === undefined)
    throw new WrongWords(
      '施設フォルダーを --facility DIR で指定してください。(name the facility folder with --facility DIR)',
    );
  const digits = await readDigits('受付の人の番号（数字4桁）: ');
  const complete = digits.length === 4 && digits.every((byte) => byte >= 0x30 && byte <= 0x39);
  if (!complete) {
    digits.fill(0);
    console.error('\n数字4桁を入れてください。何も変えていません。(four digits, please; nothing was changed)');
    return wrongWordsStatus;
  }
  mkdirSync(values.facility, { recursive: true });
  writeFileSync(join(values.facility, 'staff-code.json'), `${JSON.stringify(hashStaffCode(digits))}\n`, {
    mode: 0o600,
  });
  digits.fill(0);
  console.error('\n保存しました。(kept)');
  return 0;
}

/** Reads up to a newline from the terminal without showing what is typed; bytes only, never a string. */
function readDigits(prompt: string): Promise<Uint8Array> {
  process.stderr.write(prompt);
  const { stdin } = process;
  if (stdin.isTTY) stdin.setRawMode(true);
  const digits = new Uint8Array(new ArrayBuffer(64));
  let length = 0;
  return new Promise((resolve) => {
    const done = (): void => {
      stdin.off('data', take);
      stdin.off('end', done);
      if (stdin.isTTY) stdin.setRawMode(false);
      stdin.pause();
      resolve(digits.subarray(0, length));
    };
    const take = (bytes: Buffer): void => {
      for (const byte of bytes) {
        if (byte === 0x0d || byte === 0x0a || byte === 0x03) {
          bytes.fill(0);
          return done();
        }
        if (length < digits.length) digits[length++] = byte;
      }
      bytes.fill(0);
    };
    stdin.on('data', take);
    stdin.on('end', done);
  });
}
