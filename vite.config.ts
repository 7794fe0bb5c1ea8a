import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The fonts travel inside the build, so do their licences (SIL OFL 1.1). */
function fontLicences(): Plugin {
  return {
    name: 'font-licences',
    generateBundle() {
      for (const font of ['biz-udpgothic', 'noto-sans-jp']) {
        const source = readFileSync(here(`./node_modules/@fontsource/${font}/LICENSE`), 'utf8');
        this.emitFile({ type: 'asset', fileName: `assets/${font}-LICENSE.txt`, source });
      }
    },
  };
}

/** Two pages: the glass, and the practice dock around it (product builds serve index.html alone). */
export default defineConfig({
  root: here('./src/ui'),
  base: './',
  plugins: [solid(), fontLicences()],
  build: {
    outDir: here('./dist/ui'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows no data: addresses and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: { index: here('./src/ui/index.html'), practice: here('./src/ui/practice.html') } },
  },
  worker: { format: 'es' },
});
