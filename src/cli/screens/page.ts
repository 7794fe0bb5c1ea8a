import type { Page } from 'playwright-core';

/** Counts the bridge's messages in the page, so that a picture is taken of the right view. */
export async function countMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Native = WebSocket;
    globalThis.WebSocket = class extends Native {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        if (!String(address).includes('/bridge')) return;
        this.addEventListener('message', () => {
          const data = document.documentElement.dataset;
          data['heard'] = String(Number(data['heard'] ?? 0) + 1);
        });
      }
    };
  });
}

/** Waits until the page has heard so many messages, has its fonts and has drawn. */
export async function received(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => Number(document.documentElement.dataset['heard'] ?? 0) >= wanted, count);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

export function heardSoFar(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.documentElement.dataset['heard'] ?? 0));
}
