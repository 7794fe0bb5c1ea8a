import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { productRoot } from '../host/core/files.ts';
import type { PadKey, TextBundle } from '../vocabulary/bridge.ts';
import type { View } from '../vocabulary/view.ts';
import { fakeCore } from './screens/fake-core.ts';
import { uiFolder } from './ui-build.ts';

const panel = { name: '800x480@7', width: 800, height: 480 } as const;
const padKeys: readonly PadKey[] = Array.from('1234567890', (label) => ({ code: label.repeat(16), label }));

/**
 * Draws the views of a visit with the real glass in headless Chromium, one picture for each that differs, into
 * out/journeys/<name>. Answers where they are, or why there are none.
 */
export async function shootViews(
  views: readonly View[],
  texts: { readonly [locale: string]: TextBundle },
  name: string,
): Promise<string> {
  const browserPath = process.env['HONNIN_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(browserPath)) return 'Chromium がないので省きました (skipped: no Chromium)';
  const folder = join(productRoot, 'out', 'journeys', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const core = await fakeCore(uiFolder, texts);
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    const page = await browser.newPage({ viewport: panel, reducedMotion: 'reduce' });
    await page.goto(`${core.address}&panel=${panel.name}`);
    // The glass says that it is ready once it hears the core.
    while (core.heard.length === 0) await page.waitForTimeout(20);
    let count = 0;
    for (const view of distinct(views)) {
      core.say({ kind: 'view', view, pad: view.pad === null ? null : padKeys });
      await page.waitForSelector(`[data-screen="${view.screen}"][data-text="${view.text}"]`);
      count += 1;
      const file = `${String(count).padStart(2, '0')}-${view.text}.png`;
      await page.screenshot({ path: join(folder, file), animations: 'disabled' });
    }
    return folder;
  } finally {
    await browser.close();
    await core.close();
  }
}

function distinct(views: readonly View[]): readonly View[] {
  return [...new Map(views.map((view) => [JSON.stringify(view), view])).values()];
}
