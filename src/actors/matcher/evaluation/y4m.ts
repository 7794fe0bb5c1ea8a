import { planeBytes, type Frame, type FrameFormat } from '../../camera/frames.ts';

const signature = 'YUV4MPEG2';
const newline = 10;

/**
 * Reads an uncompressed video (YUV4MPEG2, 8 bits, 4:2:0, or mono as from a grey camera). Other colour spaces and torn
 * files are refused, a torn last frame is left out.
 */
export function readY4m(file: Uint8Array): readonly Frame[] | 'broken' {
  const headerEnd = file.indexOf(newline);
  if (headerEnd < 0 || headerEnd > 1_000) return 'broken';
  const [magic, ...words] = text(file, 0, headerEnd).split(' ');
  if (magic !== signature) return 'broken';
  const word = (letter: string) => words.find((one) => one.startsWith(letter))?.slice(1);
  const width = Number(word('W'));
  const height = Number(word('H'));
  const colour = word('C') ?? '420';
  const [rate = 0, per = 1] = (word('F') ?? '').split(':').map(Number);
  const format: FrameFormat = colour === 'mono' ? 'grey' : 'i420';
  if (format === 'i420' && !/^420(jpeg|mpeg2|paldv)?$/.test(colour)) return 'broken';
  const even = (side: number) => Number.isInteger(side) && side >= 2 && side <= 4_096 && side % 2 === 0;
  if (!even(width) || !even(height) || !(rate > 0) || !(per > 0)) return 'broken';
  const bytes = planeBytes(width, height, format);
  const frames: Frame[] = [];
  let at = headerEnd + 1;
  while (at < file.length) {
    const lineEnd = file.indexOf(newline, at);
    if (lineEnd < 0 || !text(file, at, at + 5).startsWith('FRAME')) return frames.length > 0 ? frames : 'broken';
    at = lineEnd + 1;
    if (at + bytes > file.length) break;
    const planes = new Uint8Array(new ArrayBuffer(bytes));
    planes.set(file.subarray(at, at + bytes));
    frames.push({ width, height, format, time: Math.round((frames.length * 1_000 * per) / rate), planes });
    at += bytes;
  }
  return frames.length > 0 ? frames : 'broken';
}

function text(file: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...file.subarray(from, Math.min(to, file.length)));
}
