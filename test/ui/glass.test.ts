import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeCore, type FakeCore } from '../../src/cli/screens/fake-core.ts';
import { findFaults } from '../../src/cli/screens/faults.ts';
import { countMessages, heardSoFar, received } from '../../src/cli/screens/page.ts';
import { shippedTexts } from '../../src/cli/screens/texts.ts';
import { access, samples } from '../../src/cli/screens/views.ts';
import { panels, panelName, pixelsPerMm } from '../../src/ui/panel/panel.ts';
import type { PadKey } from '../../src/vocabulary/bridge.ts';

/** The built glass in a real browser, where there is one; every screen on every panel is `npm run screens`. */
const project = fileURLToPath(new URL('../..', import.meta.url));
const browserPath = process.env['HONNIN_CHROMIUM'] ?? '/usr/bin/chromium';
const panel = panels[0];
const all = samples(join(project, 'flows'));
const pad: readonly PadKey[] = Array.from('1234567890', (label) => ({ code: `c0de${label.repeat(12)}`, label }));

describe.skipIf(!existsSync(browserPath))('the glass in Chromium', () => {
  let folder: string;
  let core: FakeCore;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'honnin-glass-'));
    const configFile = join(project, 'vite.config.ts');
    await build({ root: join(project, 'src/ui'), configFile, logLevel: 'error', build: { outDir: folder } });
    core = await fakeCore(folder, shippedTexts(join(project, 'locales')));
    const args = ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
    browser = await chromium.launch({ executablePath: browserPath, args });
    page = await browser.newPage({ viewport: { width: panel.width, height: panel.height }, reducedMotion: 'reduce' });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await countMessages(page);
    await page.goto(`${core.address}&panel=${panelName(panel)}`);
    await received(page, 1);
  });

  afterAll(async () => {
    await browser?.close();
    await core?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function show(name: string): Promise<void> {
    const sample = all.find((one) => one.name === name);
    if (sample === undefined) throw new Error(`no screen ${name}`);
    const before = await heardSoFar(page);
    const keys = sample.view.pad === null ? null : pad;
    core.say({ kind: 'view', view: { ...sample.view, access: access({}) }, pad: keys });
    await received(page, before + 1);
  }

  it('says that it is ready and which panel it has', () => {
    expect(core.heard[0]).toEqual({ kind: 'ready', panel: '640x480@5' });
  });

  it.each([
    'idle',
    'method',
    'pin',
    'consentAll',
    'drugs',
    'finish',
    'cardLeft',
    'desk-QUAL_NONE',
    'needStaff-FACE_OFF',
  ])('draws %s on the smallest panel without a fault', async (name) => {
    await show(name);
    const found = await page.evaluate(findFaults, {
      pixelsPerMm: pixelsPerMm(panel),
      smallestTarget: 12.7,
      smallestGap: 2.54,
      smallestText: 2.6,
      reach: false,
    });
    expect(found.faults).toEqual([]);
    expect(found.scale).toBeGreaterThanOrEqual(0.85);
  });

  it('gives both answers of a consent the same size and look, and preselects none', async () => {
    await show('drugs');
    const looks = await page.$$eval('.answers button', (buttons) =>
      buttons.map((button) => {
        const { width, height } = button.getBoundingClientRect();
        const { color, backgroundColor, borderColor, fontSize, fontWeight } = getComputedStyle(button);
        return [
          width,
          height,
          color,
          backgroundColor,
          borderColor,
          fontSize,
          fontWeight,
          button.matches(':focus'),
        ].join(' ');
      }),
    );
    expect(looks).toHaveLength(2);
    expect(looks[0]).toBe(looks[1]);
  });

  it('sends the code of a key, and no key is left when the pad is gone', async () => {
    await show('pin');
    await page.click('[data-key="7"]');
    await page.keyboard.press('3');
    await page.click('[data-touch="PIN.DELETE"]');
    await expect
      .poll(() => core.heard.slice(-3))
      .toEqual([
        { kind: 'key', code: 'c0de777777777777' },
        { kind: 'key', code: 'c0de333333333333' },
        { kind: 'touch', event: { type: 'PIN.DELETE' } },
      ]);
    await show('qualify');
    expect(await page.locator('[data-key]').count()).toBe(0);
    expect(await page.content()).not.toContain('c0de');
  });

  it('returns the touches it was offered', async () => {
    await show('method');
    await page.click('[data-touch="PICK.FACE"]');
    await page.click('[data-touch="HELP"]');
    await expect
      .poll(() => core.heard.slice(-2))
      .toEqual([
        { kind: 'touch', event: { type: 'PICK.FACE' } },
        { kind: 'touch', event: { type: 'HELP' } },
      ]);
  });

  it('shows that it is preparing while the line is down, and comes back', async () => {
    core.hangUp();
    await page.waitForSelector('.preparing');
    await expect.poll(() => core.heard.filter(({ kind }) => kind === 'ready').length, { timeout: 5000 }).toBe(2);
    await show('idle');
    expect(await page.textContent('h1')).toBe('カードを置いてください');
  });

  it('is not stopped by its own content security policy', () => {
    expect(complaints.filter((text) => !text.includes('WebSocket'))).toEqual([]);
  });
});
