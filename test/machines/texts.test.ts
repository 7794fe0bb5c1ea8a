import { describe, expect, test } from 'vitest';
import { loadTexts, type TextFiles } from '../../src/machines/texts.ts';
import { errorIds } from '../../src/vocabulary/errors.ts';
import { locales } from '../../src/vocabulary/events.ts';
import { flowWith, localeFiles, unmark, withChange } from './flow-files.ts';

const { flow } = flowWith();

function told(files: TextFiles, overlay?: TextFiles): readonly string[] {
  return loadTexts(files, flow, overlay).problems.map(
    ({ code, place }) => `${code} ${place.file}:${place.line}:${place.column}`,
  );
}

test('the shipped texts are complete, short enough, and fit the flow in every language', () => {
  const { bundles, problems } = loadTexts(localeFiles, flow);
  expect(problems).toEqual([]);
  expect(Object.keys(bundles).sort()).toEqual([...locales].sort());
  for (const locale of locales)
    for (const id of errorIds)
      if (id !== 'none') expect(bundles[locale]?.[`error.${id}.body`], `${locale} ${id}`).not.toBe('');
});

test('every language has the same keys', () => {
  const { bundles } = loadTexts(localeFiles, flow);
  const [first, ...others] = locales.map((locale) => Object.keys(bundles[locale] ?? {}).sort());
  for (const keys of others) expect(keys).toEqual(first);
});

describe('a fault in the shipped texts', () => {
  test('T101 a language is missing', () => {
    const without = new Map([...localeFiles].filter(([file]) => file !== 'en.yaml'));
    expect(told(without)).toEqual(['T101 en.yaml:1:1']);
  });

  test('T203 a placeholder that the state does not show', () => {
    const { files, at } = unmark(
      withChange(localeFiles, 'en.yaml', 'boot:\n  title: ', 'boot:\n  ‸title: "{pinLeft} "\n  other: '),
      'en.yaml',
    );
    expect(told(files)).toContain(`T203 ${at}`);
  });

  test('T204 a headline that does not fit', () => {
    const { files, at } = unmark(
      withChange(
        localeFiles,
        'ja.yaml',
        'boot:\n  title: ',
        'boot:\n  ‸title: 準備しています準備しています準備しています # ',
      ),
      'ja.yaml',
    );
    expect(told(files)).toEqual([`T204 ${at}`]);
  });

  test('T301 a screen without words, placed at the state that asks for them', () => {
    const missing = told(withChange(localeFiles, 'en.yaml', 'boot:\n  title:', 'boot:\n  titel:'));
    expect(missing).toEqual([expect.stringMatching(/^T301 boot\.yaml:\d+:\d+$/)]);
  });
});

describe('the clinic’s own wording', () => {
  const overlay = (text: string, file = 'ja.yaml'): TextFiles => new Map([[file, text]]);

  test('counts where it may', () => {
    const { bundles, problems } = loadTexts(localeFiles, flow, overlay('idle:\n  title: ようこそ\n'));
    expect(problems).toEqual([]);
    expect([bundles['ja']?.['idle.title'], bundles['en']?.['idle.title']]).toEqual([
      'ようこそ',
      expect.not.stringContaining('ようこそ'),
    ]);
  });

  test('what looks like a number or a boolean stays as it was written', () => {
    const { bundles } = loadTexts(localeFiles, flow, overlay('desk:\n  body: 0120\n  title: no\n'));
    expect([bundles['ja']?.['desk.body'], bundles['ja']?.['desk.title']]).toEqual(['0120', 'no']);
  });

  test.each([
    ['T102 a language that is not there', 'fr.yaml', 'idle:\n  title: Bonjour\n', 'T102 fr.yaml:1:1'],
    ['T201 an unknown text', 'ja.yaml', 'idle:\n  titel: ようこそ\n', 'T201 ja.yaml:2:3'],
    ['T202 a consent in other words', 'ja.yaml', 'drugs:\n  title: お薬を見せますか？\n', 'T202 ja.yaml:2:3'],
    ['T202 another word for agreeing', 'ja.yaml', 'choices:\n  AGREE: はい！\n', 'T202 ja.yaml:2:3'],
    ['T203 a placeholder of its own', 'ja.yaml', 'idle:\n  title: "{name}さん"\n', 'T203 ja.yaml:2:3'],
    [
      'T204 too many words',
      'ja.yaml',
      'idle:\n  title: マイナンバーカードを置いてくださいお願いします\n',
      'T204 ja.yaml:2:3',
    ],
    ['F111 a full-width colon', 'ja.yaml', 'idle：\n  title: ようこそ\n', 'F111 ja.yaml:1:5'],
  ])('%s is refused', (_, file, text, expected) => {
    const { bundles, problems } = loadTexts(localeFiles, flow, overlay(text, file));
    expect(problems.map(({ code, place }) => `${code} ${place.file}:${place.line}:${place.column}`)).toContain(
      expected,
    );
    const shipped = loadTexts(localeFiles, flow).bundles;
    for (const key of ['drugs.title', 'choices.AGREE']) expect(bundles['ja']?.[key]).toBe(shipped['ja']?.[key]);
  });
});
