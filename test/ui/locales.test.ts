import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { shippedTexts } from '../../src/cli/screens/texts.ts';
import { samples } from '../../src/cli/screens/views.ts';
import { lookupIn, saying, choiceLabel } from '../../src/ui/texts/texts.ts';
import { errorIds } from '../../src/vocabulary/errors.ts';
import { locales } from '../../src/vocabulary/events.ts';
import { consentItems, faceHints, scanReasons } from '../../src/vocabulary/jobs.ts';
import { access } from '../../src/cli/screens/views.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const texts = shippedTexts(join(project, 'locales'));
const japanese = texts['ja'] ?? {};
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();

/** Full-width characters; a half-width one counts half. */
const width = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (/[\u0020-\u007e\uff61-\uff9f]/.test(letter) ? 0.5 : 1), 0);

interface KeyRules {
  readonly locked: readonly string[];
  readonly longest: { readonly [pattern: string]: string };
}
const rules: KeyRules = parse(readFileSync(join(project, 'locales/keys.yaml'), 'utf8'), { schema: 'failsafe' });
const matches = (pattern: string, key: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(key);

describe('the locales', () => {
  it('are files of known languages, one each, and the rules', () => {
    expect(readdirSync(join(project, 'locales')).sort()).toEqual(
      [...locales.map((l) => `${l}.yaml`), 'keys.yaml'].sort(),
    );
  });

  it('have the same keys and placeholders in every language', () => {
    for (const locale of locales) {
      const own = texts[locale] ?? {};
      expect(Object.keys(own).sort(), locale).toEqual(Object.keys(japanese).sort());
      for (const [key, text] of Object.entries(japanese)) {
        expect(placeholders(own[key] ?? ''), `${locale} ${key}`).toEqual(placeholders(text));
      }
    }
  });

  it('word every screen, choice and failure of the flow', () => {
    const all = samples(join(project, 'flows'));
    expect(all.length).toBeGreaterThan(60);
    for (const locale of locales) {
      const look = lookupIn(texts, locale);
      for (const { name, view: bare } of all) {
        const view = { ...bare, access: access({ locale }) };
        const says = saying(view, look);
        expect(says.title, `${locale} ${name}`).not.toBe('');
        expect(`${says.title}${says.body}${says.next}`, `${locale} ${name}`).not.toMatch(/[{}]/);
        for (const touch of view.choices) {
          if (!touch.startsWith('PIN.'))
            expect(choiceLabel(view, touch, look), `${locale} ${name} ${touch}`).not.toBe('');
        }
      }
    }
  });

  it('have a text for the patient and one for the staff for every failure', () => {
    for (const id of errorIds.filter((one) => one !== 'none')) {
      for (const part of ['title', 'body', 'staff'])
        expect(japanese[`error.${id}.${part}`], `${id} ${part}`).toBeTruthy();
    }
  });

  it('have a word for every hint, reason and answer', () => {
    for (const hint of faceHints) expect(japanese[`word.hint.${hint}`], hint).toBeTruthy();
    for (const reason of scanReasons) expect(japanese[`word.scanReason.${reason}`], reason).toBeTruthy();
    for (const item of consentItems) {
      expect(japanese[`item.${item}`], item).toBeTruthy();
      for (const answer of ['agreed', 'refused']) expect(japanese[`word.${item}.${answer}`], item).toBeTruthy();
    }
  });

  it('keep Japanese within the lengths of keys.yaml', () => {
    for (const locale of ['ja', 'ja-easy']) {
      for (const [key, text] of Object.entries(texts[locale] ?? {})) {
        // Spaces between words take a third of a character and may end a line.
        const length = width(text.replaceAll(' ', '').replaceAll(/\{\w+\}/g, '0'));
        const fitting = Object.entries(rules.longest).filter(([pattern]) => matches(pattern, key));
        const longest = fitting.sort(([a], [b]) => b.length - a.length)[0]?.[1];
        if (longest !== undefined) expect(length, `${locale} ${key}: ${text}`).toBeLessThanOrEqual(Number(longest));
      }
    }
  });

  it('lock the consent texts, and lock nothing that is not there', () => {
    for (const pattern of rules.locked) {
      expect(
        Object.keys(japanese).some((key) => matches(pattern, key)),
        pattern,
      ).toBe(true);
    }
    for (const text of ['consentAll', ...consentItems]) {
      for (const part of ['title', 'body']) {
        expect(
          rules.locked.some((pattern) => matches(pattern, `${text}.${part}`)),
          `${text}.${part}`,
        ).toBe(true);
      }
    }
  });
});
