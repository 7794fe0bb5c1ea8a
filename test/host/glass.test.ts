import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureNetworks } from '../../src/actors/models/ensure-networks.ts';
import { loadManifest } from '../../src/actors/models/manifest.ts';
import { ensureUi, uiFolder } from '../../src/cli/ui-build.ts';
import { productRoot, yamlFiles } from '../../src/host/core/files.ts';
import { startKiosk, type Kiosk } from '../../src/host/kiosk.ts';
import { loadFlow } from '../../src/machines/load.ts';
import { loadTexts } from '../../src/machines/texts.ts';

const browserPath = process.env['HONNIN_CHROMIUM'] ?? '/usr/bin/chromium';
const here = existsSync(browserPath);

/** The glass itself in a browser: what a patient touches, and what goes over the wire. */
describe.skipIf(!here)(`the glass in a browser${here ? '' : ' (skipped: no Chromium)'}`, () => {
  let kiosk: Kiosk;
  let browser: Browser;
  let page: Page;
  const sent: string[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    await ensureUi(() => {});
    const loaded = loadFlow(yamlFiles(join(productRoot, 'flows')));
    const { bundles } = loadTexts(yamlFiles(join(productRoot, 'locales')), loaded.flow);
    kiosk = await startKiosk({
      loaded,
      texts: bundles,
      networks: await ensureNetworks({ manifest: loadManifest() }),
      patient: 'pin',
      glass: { root: uiFolder },
      onFault: (where, error) => faults.push(`${where}: ${String(error)}`),
    });
    kiosk.hardware.order({ order: 'server', mood: 'online', seconds: 0 });
    browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
    page = await browser.newPage({ viewport: { width: 800, height: 480 } });
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload.toString())));
    page.on('pageerror', (error) => faults.push(error.message));
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await kiosk.stop();
  });

  test('a patient is received by PIN, and no digit typed is on the wire', async () => {
    await page.goto(`${kiosk.addresses?.glass ?? ''}&panel=800x480@7`);
    await page.waitForSelector('[data-text="idle"]');
    await kiosk.hardware.place('pin');
    await page.click('[data-touch="PICK.PIN"]');
    const before = sent.length;
    for (const label of '7315') await page.click(`[data-key="${label}"]`);
    const keys = sent.slice(before).map((text): unknown => JSON.parse(text));
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(key).toEqual({ kind: 'key', code: expect.stringMatching(/^[0-9a-f]{16}$/) });
    await page.click('[data-touch="PIN.SUBMIT"]');
    await page.click('[data-touch="REFUSE.ALL"]');
    await page.waitForSelector('[data-text="finish"]');
    await kiosk.hardware.remove();
    await page.waitForSelector('[data-text="idle"]');
    expect(kiosk.vault.alive()).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('the language chosen is spoken until the card is taken, then it is Japanese again', async () => {
    await kiosk.hardware.place('pin');
    await page.waitForSelector('[data-text="method"]');
    kiosk.runtime.touch({ type: 'ACCESS.LOCALE', locale: 'en' });
    await page.waitForSelector('[data-text="method"][data-locale="en"]');
    await kiosk.hardware.remove();
    await page.waitForSelector('[data-text="idle"][data-locale="ja"]');
  });

  test('a glass that leaves is a display lost, and the kiosk comes back with it', async () => {
    const lost = new Promise<void>((resolve) => {
      const stop = kiosk.listen({
        onStep: ({ leaves }) => {
          if (!leaves.includes('journey.outOfService')) return;
          stop();
          resolve();
        },
      });
    });
    await page.goto('about:blank');
    await lost;
    await page.goto(`${kiosk.addresses?.glass ?? ''}&panel=640x480@5`);
    await page.waitForSelector('[data-text="idle"]');
  });
});
