import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { findBreaches, type Packages, type SourceFile } from './architecture-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files made by hand; data (JSON) may be as long as it is. */
const handmade = /\.(?:[cm]?tsx?|css|html)$/;

function sourceFiles(): SourceFile[] {
  return readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && handmade.test(entry.name))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return { name: path.relative(root, file).split(path.sep).join('/'), text: readFileSync(file, 'utf8') };
    });
}

const listSchema = v.record(v.string(), v.string());
const packageSchema = v.object({ dependencies: listSchema, devDependencies: listSchema });

function installedPackages(): Packages {
  const listed = v.parse(packageSchema, JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  return {
    dependencies: new Set(Object.keys(listed.dependencies)),
    devDependencies: new Set(Object.keys(listed.devDependencies)),
  };
}

test('src keeps its layers', () => {
  const files = sourceFiles();
  for (const layer of ['vocabulary', 'machines', 'actors', 'ui', 'host']) {
    expect(files.filter(({ name }) => name.startsWith(`src/${layer}/`)).length).toBeGreaterThan(3);
  }
  expect(findBreaches(files, installedPackages())).toEqual([]);
});

describe('the test itself', () => {
  const packages = {
    dependencies: new Set(['xstate', 'yaml', 'ws', 'solid-js', '@fontsource/biz-udpgothic']),
    devDependencies: new Set(['electron', '@napi-rs/canvas', 'vite']),
  };
  const breaches = (name: string, text: string) => findBreaches([{ name, text }], packages);

  test.each([
    ['src/vocabulary/a.ts', "import { x } from '../machines/x.ts';"],
    ['src/vocabulary/a.ts', "import * as y from 'yaml';"],
    ['src/vocabulary/a.ts', "import 'node:fs';"],
    ['src/machines/a.ts', "import type { Vault } from '../actors/vault.ts';"],
    ['src/machines/a.ts', "export * from '../actors/vault.ts';"],
    ['src/machines/a.ts', "export type { Vault } from '../actors/vault.ts';"],
    ['src/machines/a.ts', "type Vault = import('../actors/vault.ts').Vault;"],
    ['src/machines/a.ts', "import vault = require('../actors/vault.ts');"],
    ['src/machines/a.ts', "const a = await import('../ui/a.ts');"],
    ['src/machines/a.ts', 'const a = await import(`../ui/${name}.ts`);'],
    ['src/machines/a.ts', "const a = new URL('../actors/child.ts', import.meta.url);"],
    ['src/machines/a.ts', "const a = import.meta.resolve('../host/core.ts');"],
    ['src/machines/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/machines/a.ts', "import { WebSocket } from 'ws';"],
    ['src/machines/a.ts', 'const now = Date.now();'],
    ['src/machines/a.ts', 'const now = new Date();'],
    ['src/machines/a.ts', 'const chance = Math.random();'],
    ['src/machines/a.ts', 'setTimeout(() => undefined, 1);'],
    ['src/machines/a.ts', 'const home = process.env.HOME;'],
    ['src/machines/a.ts', 'document.title = "";'],
    ['src/machines/deep/er/a.ts', "import { x } from '../../../host/x.ts';"],
    ['src/actors/a.ts', "import { setup } from 'xstate';"],
    ['src/actors/a.ts', "import { build } from '../machines/build.ts';"],
    ['src/actors/card/a.ts', "import { processHardening } from '../../host/hardening/process-hardening.ts';"],
    ['src/actors/a.ts', "import { app } from 'electron';"],
    ['src/actors/a.ts', "import { createCanvas } from '@napi-rs/canvas';"],
    ['src/actors/a.ts', "import { render } from './practice/render.ts';"],
    ['src/actors/a.ts', "import usb from 'usb';"],
    ['src/actors/a.ts', "import { build } from 'vite';"],
    ['src/ui/a.tsx', "import { setup } from 'xstate';"],
    ['src/ui/a.tsx', "import { WebSocket } from 'ws';"],
    ['src/ui/a.tsx', "import path from 'node:path';"],
    ['src/ui/a.tsx', "import { Vault } from '../actors/vault.ts'; const a = <p>{Vault}</p>;"],
    ['src/ui/a.tsx', "import { dock } from './practice/dock.ts';"],
    ['src/host/a.ts', "import type { App } from 'electron';"],
    ['src/host/a.ts', "import { start } from '../cli/start.ts';"],
    ['src/host/a.ts', "import { createCanvas } from '@napi-rs/canvas';"],
    ['src/other/a.ts', 'export {};'],
    ['src/host/a.ts', 'const = ;'],
  ])('finds the breach planted in %s: %s', (name, text) => {
    expect(breaches(name, text)).toHaveLength(1);
  });

  test.each([
    ['src/vocabulary/a.ts', "import { x } from './x.ts';"],
    [
      'src/machines/a.ts',
      "import { setup } from 'xstate'; import { parse } from 'yaml'; import { x } from '../vocabulary/x.ts';",
    ],
    [
      'src/machines/a.ts',
      "// import 'node:fs'; Date.now()\nconst text = \"import 'ws'\"; const day = new Date(0); const process = { of: 1 };",
    ],
    ['src/actors/a.ts', "import fs from 'node:fs'; import { WebSocket } from 'ws'; import { v } from './vault.ts';"],
    [
      'src/actors/a.ts',
      "const child = new URL('./child.ts', import.meta.url); const data = new URL('../../models/x.onnx', import.meta.url);",
    ],
    ['src/actors/card/practice/a.ts', "import { createCanvas } from '@napi-rs/canvas';"],
    [
      'src/ui/a.tsx',
      "import { render } from 'solid-js/web'; import '@fontsource/biz-udpgothic/400.css'; import './a.css';",
    ],
    ['src/host/electron/a.ts', "import { app } from 'electron';"],
    ['src/host/a.ts', "import { load } from '../machines/load.ts'; import { x } from '../actors/card/practice/x.ts';"],
    ['src/cli/a.ts', "import { start } from '../host/start.ts'; import { build } from 'vite';"],
  ])('finds nothing in %s: %s', (name, text) => {
    expect(breaches(name, text)).toEqual([]);
  });

  test('counts lines', () => {
    for (const name of ['src/host/a.ts', 'src/ui/a.css']) {
      expect(breaches(name, '\n'.repeat(699))).toEqual([]);
      expect(breaches(name, '\n'.repeat(700))).toEqual([`${name}: 701 lines, at most 700`]);
    }
  });

  test('says where', () => {
    expect(breaches('src/machines/a.ts', "\n\nimport 'node:fs';")).toEqual([
      'src/machines/a.ts:3: may not import node:fs',
    ]);
  });
});
