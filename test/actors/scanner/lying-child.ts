import { Socket } from 'node:net';
import { codeBLength } from '../../../src/actors/scanner/judge.ts';
import { briefLength, padOffset } from '../../../src/actors/scanner/messages.ts';

/**
 * A scanner child with an engine that lies: hands over the digits of its first argument whatever lies in the tray, as a
 * reader would that mistook a digit. `crash`: dies as soon as it has its order.
 */
const [, , lie = ''] = process.argv;
const pipe = new Socket({ fd: 3, readable: true, writable: true });
const brief: number[] = [];
process.on('disconnect', () => process.exit(0));
pipe.on('data', (bytes: Uint8Array) => {
  brief.push(...bytes);
  if (brief.length < briefLength) return;
  if (lie === 'crash') process.exit(1);
  const masked = Uint8Array.from({ length: codeBLength }, (_, at) => lie.charCodeAt(at) ^ (brief[padOffset + at] ?? 0));
  pipe.write(masked, () => process.send?.({ say: 'read' }));
});
process.send?.({ say: 'ready', port: 9, token: '0'.repeat(48) });
