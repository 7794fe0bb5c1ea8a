import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { PcscTransport } from '../../actors/card/pcsc/pcsc-transport.ts';
import { VpcdSlot, vpcdPort } from '../../actors/card/practice/vpcd.ts';
import { cardFromFile } from './lab-card.ts';
import { labOrderSchema, type LabOrder, type LabReport } from './messages.ts';
import { Pcscd } from './pcscd.ts';
import { labReader, labVariable, pcscdFolder, plugSocket } from './place.ts';
import { servePlug } from './plug.ts';

/** vpcd as pcscd's only reader driver: no reader of the machine itself is touched. */
const readerConf = `FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x8C7B
LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so
CHANNELID 0x8C7B
`;

/**
 * The lab from within its own mount and network namespaces (lab.ts starts it there): pcscd and vpcd, a plug for cards from
 * outside, a practice card, and the command, if one is given, whose exit status becomes ours.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { folder: { type: 'string', default: '' }, card: { type: 'string', default: '' } },
    allowPositionals: true,
  });
  const { folder } = values;
  network();
  const config = join(folder, 'conf');
  for (const made of [config, pcscdFolder(folder)]) mkdirSync(made, { recursive: true });
  writeFileSync(join(config, 'vpcd'), readerConf);
  run('mkdir', '-p', '/run/pcscd');
  // Bound, not only mounted: from outside, pcscd's socket is reached through the folder.
  run('mount', '--bind', pcscdFolder(folder), '/run/pcscd');

  const pcscd = new Pcscd(config, (code) => fail(new Error(`pcscd ended by itself (exit ${code ?? 'by signal'})`)));
  await pcscd.start();
  const slot = new VpcdSlot({ port: vpcdPort });
  const plug = await servePlug(plugSocket(folder), () => slot.remove());
  const card = values.card === '' ? undefined : await cardFromFile(values.card);
  if (card !== undefined) {
    slot.place(card);
    await seen();
  }

  const end = async (): Promise<never> => {
    slot.remove();
    plug.close();
    await pcscd.stop();
    process.exit();
  };
  const obey = async ({ id, order }: LabOrder): Promise<void> => {
    if (order === 'stopPcscd') await pcscd.stop();
    else if (order === 'startPcscd') await pcscd.start();
    else if (order === 'place' && card !== undefined) slot.place(card);
    else if (order === 'remove') slot.remove();
    else if (order === 'end') await end();
    report({ report: 'done', id });
  };
  process.on('message', (message) => {
    const order = v.safeParse(labOrderSchema, message);
    if (order.success) obey(order.output).catch(fail);
  });
  process.on('disconnect', () => void end());
  // The command and the starter get the same signals from the terminal; we stay until they are gone.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  report({ report: 'ready' });

  const [file, ...args] = positionals;
  if (file === undefined) return;
  const command = spawn(file, args, { stdio: 'inherit', env: { ...process.env, [labVariable]: folder } });
  command.on('error', () => {
    console.error(`「${file}」を始められません。(the command cannot be started)`);
    process.exitCode = 127;
    void end();
  });
  command.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
    void end();
  });
}

/**
 * Loopback of one's own, up, with immediate acknowledgements: vpcd writes length and bytes separately, and without this each
 * APDU waits 44 ms for a delayed one (measured).
 */
function network(): void {
  run('ip', 'link', 'set', 'lo', 'up');
  for (const route of ['127.0.0.0/8', '127.0.0.1']) {
    const local = ['dev', 'lo', 'table', 'local', 'proto', 'kernel', 'scope', 'host', 'src', '127.0.0.1'];
    run('ip', 'route', 'replace', 'local', route, ...local, 'quickack', '1');
  }
}

/** Resolves when pcscd shows the card: it looks every 0.4 s. */
async function seen(): Promise<void> {
  const transport = new PcscTransport({ reader: labReader });
  await new Promise<void>((resolve) => {
    transport.watch((presence) => presence === 'present' && resolve());
  });
  await transport.close();
}

function run(file: string, ...args: readonly string[]): void {
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const done = spawnSync(file, args, { encoding: 'utf8', env: { ...process.env, PATH: path } });
  if (done.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${(done.stderr || 'failed').trim()}`);
}

function report(message: LabReport): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  report({ report: 'failed', cause: error instanceof Error ? error.message : 'unknown' });
  process.exit(1);
}

main().catch(fail);
