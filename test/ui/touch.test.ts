import { describe, expect, it } from 'vitest';
import type { TouchName } from '../../src/vocabulary/events.ts';
import type { View } from '../../src/vocabulary/view.ts';
import { meaningOfKey } from '../../src/ui/connect/keyboard.ts';
import { touchGuard } from '../../src/ui/frame/touch-guard.ts';
import { melodies } from '../../src/ui/sound/tones.ts';
import { spoken } from '../../src/ui/sound/voice.ts';
import { placeChoices } from '../../src/ui/texts/choices.ts';
import { phrases } from '../../src/ui/texts/phrases.ts';

const view = (change: Partial<View>): View => ({
  screen: 'consent',
  step: 'consent',
  text: 'drugs',
  values: {},
  choices: ['AGREE', 'REFUSE', 'BACK', 'HELP'],
  waiting: false,
  error: 'none',
  pad: null,
  staffCalled: false,
  access: { locale: 'ja', textSize: 0, contrast: false, voice: true, reach: false },
  ...change,
});
const touched = (type: TouchName) => ({ kind: 'touch', event: { type } });

describe('the choices', () => {
  it('keep the order of the flow and stand apart from the ways round', () => {
    expect(placeChoices(view({}))).toEqual({ answers: ['AGREE', 'REFUSE'], help: true, staff: false, ways: ['BACK'] });
    const method = view({ screen: 'method', choices: ['PICK.PIN', 'PICK.FACE', 'HELP'] });
    expect(placeChoices(method).answers).toEqual(['PICK.PIN', 'PICK.FACE']);
  });

  it('put the other method beside camera and pad', () => {
    const pad = view({ screen: 'pad', choices: ['PICK.FACE', 'HELP', 'PIN.KEY', 'PIN.DELETE', 'PIN.SUBMIT'] });
    expect(placeChoices(pad)).toEqual({ answers: [], help: true, staff: false, ways: ['PICK.FACE'] });
  });

  it('show the staff key small on screens that are not for staff', () => {
    expect(placeChoices(view({ screen: 'idle', choices: ['STAFF.OPEN'] }))).toMatchObject({ staff: true, ways: [] });
    expect(placeChoices(view({ screen: 'staff', choices: ['STAFF.OPEN'] }))).toMatchObject({
      staff: false,
      ways: ['STAFF.OPEN'],
    });
  });
});

describe('a tactile keypad', () => {
  const pad = [{ code: 'aaaaaaaaaaaaaaaa', label: '7' }];

  it('answers with 1 and 2, goes back, calls the staff', () => {
    expect(meaningOfKey('1', view({}), null)).toEqual(touched('AGREE'));
    expect(meaningOfKey('2', view({}), null)).toEqual(touched('REFUSE'));
    expect(meaningOfKey('3', view({}), null)).toBeNull();
    expect(meaningOfKey('Backspace', view({}), null)).toEqual(touched('BACK'));
    expect(meaningOfKey('*', view({}), null)).toEqual(touched('HELP'));
    expect(meaningOfKey('*', view({ choices: ['AGREE'] }), null)).toBeNull();
  });

  it('never agrees by Enter: that is for a single answer only', () => {
    expect(meaningOfKey('Enter', view({}), null)).toBeNull();
    expect(meaningOfKey('Enter', view({ screen: 'ask', choices: ['TOUCH', 'HELP'] }), null)).toEqual(touched('TOUCH'));
  });

  it('sends the code of a digit and not the digit', () => {
    const pin = view({ screen: 'pad', choices: ['HELP'], pad: { typed: 0, length: 4 } });
    expect(meaningOfKey('7', pin, pad)).toEqual({ kind: 'key', code: 'aaaaaaaaaaaaaaaa' });
    expect(meaningOfKey('8', pin, pad)).toBeNull();
    expect(meaningOfKey('Enter', pin, pad)).toEqual(touched('PIN.SUBMIT'));
    expect(meaningOfKey('Backspace', pin, pad)).toEqual(touched('PIN.DELETE'));
  });
});

describe('the guard against double taps', () => {
  it('lets the first tap through and the trembling second one not', () => {
    const passes = touchGuard();
    expect(passes({ pointerType: 'touch', timeStamp: 1000 })).toBe(true);
    expect(passes({ pointerType: 'touch', timeStamp: 1180 })).toBe(false);
    expect(passes({ pointerType: 'touch', timeStamp: 1600 })).toBe(true);
  });

  it('leaves mouse and keyboard alone', () => {
    const passes = touchGuard();
    expect(passes({ pointerType: 'mouse', timeStamp: 0 })).toBe(true);
    expect(passes({ pointerType: 'mouse', timeStamp: 1 })).toBe(true);
    expect(passes({ timeStamp: 2 })).toBe(true);
  });
});

describe('sound', () => {
  it('stays at or below 2,500 Hz and gets louder while a card is left', () => {
    for (const melody of Object.values(melodies))
      for (const { hertz } of melody) expect(hertz).toBeLessThanOrEqual(2500);
    const loudest = (name: string): number => Math.max(...(melodies[name] ?? []).map(({ gain }) => gain));
    expect(loudest('cardLeft2')).toBeGreaterThan(loudest('cardLeft1'));
    expect(loudest('cardLeft3')).toBeGreaterThan(loudest('cardLeft2'));
  });

  it('says headline, sentence and keys, and never what was answered', () => {
    const look = (key: string): string => (key === 'frame.voiceChoice' ? '{key}:{label}' : key);
    const text = spoken(view({ values: { drugs: 'agreed' } }), look);
    expect(text).toBe('drugs.title drugs.body 1:drugs.choices.AGREE 2:drugs.choices.REFUSE');
    expect(text).not.toContain('agreed');
  });
});

describe('Japanese phrases', () => {
  it.each([
    ['カードをお取りください。', ['カードを', 'お取りください。']],
    ['受付の人をよぶ', ['受付の', '人をよぶ']],
    ['暗証番号', ['暗証番号']],
    ['入力はここまでです（残り2回）。', ['入力はここまでです', '（残り', '2回）。']],
  ])('%s', (text, parts) => {
    expect(phrases(text).join('')).toBe(text);
    if (text !== '入力はここまでです（残り2回）。') expect(phrases(text)).toEqual(parts);
  });

  it('leave texts with spaces of their own alone', () => {
    expect(phrases('Call staff')).toEqual(['Call staff']);
    expect(phrases('カードを 取ってください。')).toEqual(['カードを 取ってください。']);
  });
});
