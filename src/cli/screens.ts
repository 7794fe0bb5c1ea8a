/**
 * Looks at every screen: draws each view of the flow in Chromium on each panel, text size and language, keeps the
 * pictures and contact sheets in out/screens/, and says what a patient could not read or touch.
 *
 *   node src/cli/screens.ts [--panel 640x480@5] [--lang ja,en] [--size 0,3] [--only REGEXP] [--contrast] [--reach] [--light 0|0.5|1] [--no-pictures]
 *
 * Ends with status 1 when something is wrong.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { lightLevels, type PadKey } from '../vocabulary/bridge.ts';
import { locales } from '../vocabulary/events.ts';
import { panelName, panels, pixelsPerMm, type Panel } from '../ui/panel/panel.ts';
import { oneOf, pattern, readWords, someOf, wholeNumber, WrongWords, wrongWordsStatus } from './command-line.ts';
import { contactSheets, type Shot } from './screens/contact-sheet.ts';
import { fakeCore, type FakeCore } from './screens/fake-core.ts';
import { findFaults } from './screens/faults.ts';
import { countMessages, heardSoFar, received } from './screens/page.ts';
import { shippedTexts } from './screens/texts.ts';
import { access, samples, type Sample } from './screens/views.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const options = optionsOrExit();

const browserPath = process.env['HONNIN_CHROMIUM'] ?? '/usr/bin/chromium';
if (!existsSync(browserPath)) {
  console.error(`No Chromium at ${browserPath} (set HONNIN_CHROMIUM).`);
  process.exit(2);
}

const pad: readonly PadKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'].map((digit) => ({
  code: `code-${digit}`,
  label: digit,
}));
const { shownPanels, shownLocales, shownSizes, light } = options;
const chosen = samples(join(project, 'flows')).filter((sample) => options.only.test(sample.name));
if (chosen.length === 0) {
  console.error(`--only ${options.only.source}: その画面はありません。(no such screen)`);
  process.exit(wrongWordsStatus);
}

await build({ root: join(project, 'src/ui'), configFile: join(project, 'vite.config.ts'), logLevel: 'error' });
const core = await fakeCore(join(project, 'dist/ui'), shippedTexts(join(project, 'locales')));
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
let wrong = 0;
let looked = 0;
for (const panel of shownPanels) {
  const page = await browser.newPage({
    viewport: { width: panel.width, height: panel.height },
    reducedMotion: 'reduce',
  });
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`page: ${error.message}`));
  await countMessages(page);
  await page.goto(`${core.address}&panel=${panelName(panel)}`);
  await received(page, 1);
  core.say({ kind: 'light', level: light });
  for (const locale of shownLocales)
    for (const size of shownSizes) wrong += await lookAtAll(page, core, panel, locale, size);
  await page.close();
}
await browser.close();
await core.close();
console.log(`${looked} screens, ${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;

async function lookAtAll(
  page: Page,
  from: FakeCore,
  panel: Panel,
  locale: (typeof locales)[number],
  size: number,
): Promise<number> {
  const folder = join(
    project,
    'out/screens',
    panelName(panel),
    `${locale}-${size}${options.contrast ? '-contrast' : ''}${options.reach ? '-reach' : ''}${light < 1 ? `-light${light}` : ''}`,
  );
  mkdirSync(folder, { recursive: true });
  const shots: Shot[] = [];
  let bad = 0;
  const look = async (name: string): Promise<void> => {
    const findings = await page.evaluate(findFaults, {
      pixelsPerMm: pixelsPerMm(panel),
      smallestTarget: 12.7,
      smallestGap: 2.54,
      smallestText: 2.6,
      reach: options.reach,
    });
    looked += 1;
    const shrunk = size === 0 && findings.scale < 0.85 ? [`text shrunk to ${findings.scale}`] : [];
    const faults = [...findings.faults, ...shrunk];
    if (faults.length > 0) {
      bad += 1;
      console.log(`${panelName(panel)} ${locale} ${size} ${name}: ${faults.join('; ')}`);
    }
    if (!options.pictures) return;
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
    shots.push({ name: `${name} ×${findings.scale}${findings.picture ? '' : ' –'}`, file });
  };
  for (const sample of chosen) {
    await show(page, from, sample, locale, size);
    await look(sample.name);
  }
  const method = chosen.find(({ name }) => name === 'method');
  for (const sheet of method === undefined ? [] : ['language', 'access']) {
    if (method !== undefined) await show(page, from, method, locale, size);
    const chip = page.locator(`.glass > :not(.sheet) [data-access=${sheet}]`);
    if ((await chip.count()) === 0) continue;
    await chip.click();
    await look(`sheet-${sheet}`);
    await page.click('[data-access=close]');
  }
  const portrait = panel.height > panel.width;
  await contactSheets(shots, portrait ? 8 : 4, portrait ? 3 : 5, Math.min(panel.width, portrait ? 240 : 480), folder);
  return bad;
}

function optionsOrExit(): ReturnType<typeof readOptions> {
  try {
    return readOptions();
  } catch (error) {
    if (error instanceof WrongWords) {
      console.error(error.message);
      process.exit(wrongWordsStatus);
    }
    throw error;
  }
}

function readOptions() {
  const { values } = readWords({
    args: process.argv.slice(2),
    options: {
      panel: { type: 'string', default: panels.map(panelName).join(',') },
      lang: { type: 'string', default: 'ja,en' },
      size: { type: 'string', default: '0,3' },
      only: { type: 'string', default: '' },
      contrast: { type: 'boolean', default: false },
      reach: { type: 'boolean', default: false },
      light: { type: 'string', default: '1' },
      pictures: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const { contrast, reach, pictures } = values;
  const names = someOf('--panel', values.panel, panels.map(panelName));
  const level = oneOf('--light', values.light, lightLevels.map(String));
  return {
    contrast,
    reach,
    pictures,
    only: pattern('--only', values.only),
    shownPanels: panels.filter((panel) => names.includes(panelName(panel))),
    shownLocales: someOf('--lang', values.lang, locales),
    shownSizes: values.size.split(',').map((size) => wholeNumber('--size', size, 0, 3)),
    /** The panel's light on the screens that look at the face. */
    light: lightLevels.find((one) => String(one) === level) ?? 1,
  };
}

async function show(
  page: Page,
  from: FakeCore,
  sample: Sample,
  locale: (typeof locales)[number],
  textSize: number,
): Promise<void> {
  const before = await heardSoFar(page);
  const view = {
    ...sample.view,
    access: access({ locale, textSize, contrast: options.contrast, reach: options.reach }),
  };
  from.say({ kind: 'view', view, pad: view.pad === null ? null : pad });
  await received(page, before + 1);
  // The glass keeps a hint for a second.
  const hint = sample.view.values['hint'];
  if (sample.view.screen === 'face' && hint !== undefined) await page.waitForSelector(`.camera[data-hint="${hint}"]`);
  if (sample.view.screen === 'face')
    await page.waitForSelector('.camera[data-live=true]', { timeout: 3000 }).catch(() => undefined);
}
