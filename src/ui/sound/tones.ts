/** One note: hertz (≤ 2,500: above, older ears hear little), seconds, loudness 0 … 1. */
export interface Note {
  readonly hertz: number;
  readonly seconds: number;
  readonly gain: number;
}

const note = (hertz: number, seconds: number, gain = 0.2): Note => ({ hertz, seconds, gain });

/** One melody per sound the flow can ask for, and the touch of a key, which is the same for every key. */
export const melodies: { readonly [sound: string]: readonly Note[] } = {
  touch: [note(1000, 0.05, 0.12)],
  success: [note(784, 0.12), note(1047, 0.12), note(1319, 0.22)],
  attention: [note(880, 0.16), note(660, 0.24)],
  cardLeft1: [note(880, 0.2, 0.15), note(0, 0.12, 0), note(880, 0.2, 0.15)],
  cardLeft2: [note(1047, 0.2, 0.3), note(0, 0.1, 0), note(1047, 0.2, 0.3), note(0, 0.1, 0), note(1047, 0.2, 0.3)],
  cardLeft3: [note(1319, 0.25, 0.5), note(1047, 0.25, 0.5), note(1319, 0.25, 0.5), note(1047, 0.25, 0.5)],
};

let context: AudioContext | null = null;

/** Plays a melody by its name, with or without `sound.` before it. An unknown name and a machine without sound are silent. */
export function play(sound: string): void {
  const melody = melodies[sound.replace(/^sound\./, '')];
  if (melody === undefined) return;
  context ??= new AudioContext();
  if (context.state === 'suspended') context.resume().catch(() => undefined);
  let at = context.currentTime;
  for (const { hertz, seconds, gain } of melody) {
    if (hertz > 0) strike(context, hertz, at, seconds, gain);
    at += seconds;
  }
}

function strike(audio: AudioContext, hertz: number, at: number, seconds: number, gain: number): void {
  const tone = new OscillatorNode(audio, { frequency: hertz, type: 'triangle' });
  const volume = new GainNode(audio, { gain: 0 });
  // Short ramps: a tone that starts at once clicks.
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(gain, at + 0.008);
  volume.gain.setValueAtTime(gain, at + Math.max(0.01, seconds - 0.02));
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
