/**
 * The layers of src and what each may import, as data, and a reader that finds the breaches. Works on the syntax tree,
 * so comments and strings cannot deceive it, and type imports count too: a type is a dependency like any other.
 */
import path from 'node:path';
import { parseSync } from 'vite';

export interface SourceFile {
  /** From the repository's root, forward slashes: src/actors/vault.ts */
  readonly name: string;
  readonly text: string;
}

export interface Packages {
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
}

type Layer = 'vocabulary' | 'machines' | 'actors' | 'ui' | 'host' | 'cli';

interface LayerRule {
  readonly layers: readonly Layer[];
  /** Packages, 'node:*' for Node's own; a leading '*' in `packages` means all but those in `without`. */
  readonly packages: readonly string[];
  readonly without?: readonly string[];
  /** Globals of one platform or of none, that this layer must not name. */
  readonly globals?: readonly string[];
  /** The layer must be a function of what it is given: no clock, no chance, no timer. */
  readonly pure?: true;
}

const everywhereElse = ['process', 'Buffer', 'window', 'document', 'navigator', 'localStorage', 'fetch', 'globalThis'];

const rules: { readonly [L in Layer]: LayerRule } = {
  vocabulary: { layers: ['vocabulary'], packages: [], globals: everywhereElse, pure: true },
  machines: { layers: ['machines', 'vocabulary'], packages: ['xstate', 'yaml'], globals: everywhereElse, pure: true },
  actors: { layers: ['actors', 'vocabulary'], packages: ['*', 'node:*'], without: ['xstate', 'solid-js', 'electron'] },
  ui: {
    layers: ['ui', 'vocabulary'],
    packages: ['solid-js', '@fontsource/*'],
    globals: ['process', 'Buffer', 'require'],
  },
  host: { layers: ['host', 'ui', 'actors', 'machines', 'vocabulary'], packages: ['*', 'node:*'] },
  cli: { layers: ['cli', 'host', 'ui', 'actors', 'machines', 'vocabulary'], packages: ['*', 'node:*'] },
};

const isLayer = (name: string): name is Layer => Object.hasOwn(rules, name);

/** Packages with only one home. */
const homes: readonly { readonly packageName: string; readonly isHome: (file: string) => boolean }[] = [
  { packageName: 'electron', isHome: (file) => file.startsWith('src/host/electron/') },
  { packageName: '@napi-rs/canvas', isHome: (file) => isTool(file) || file.startsWith('src/cli/') },
];

const mostLines = 700;

/** All breaches of the rules, one line each: `src/…:12: what is wrong`. */
export function findBreaches(files: readonly SourceFile[], packages: Packages): string[] {
  return files.flatMap((file) => {
    const lines = file.text.split('\n').length;
    const tooLong = lines > mostLines ? [`${file.name}: ${lines} lines, at most ${mostLines}`] : [];
    return isCode(file.name) ? [...tooLong, ...breachesOf(file, packages)] : tooLong;
  });
}

function breachesOf(file: SourceFile, packages: Packages): string[] {
  const layer = file.name.split('/')[1] ?? '';
  if (!isLayer(layer)) return [`${file.name}: src/${layer} is no layer`];
  const { program, errors } = parseSync(file.name, file.text);
  if (errors.length > 0) return [`${file.name}: ${errors[0]?.message ?? 'cannot be read'}`];
  const found: string[] = [];
  visit(program, (node) => {
    const wrong = whatIsWrong(node, file.name, rules[layer], packages);
    if (wrong !== undefined) found.push(`${file.name}:${lineOf(file.text, node.start)}: ${wrong}`);
  });
  return found;
}

function whatIsWrong(node: SyntaxNode, file: string, rule: LayerRule, packages: Packages): string | undefined {
  const reference = referenceOf(node);
  // The program that ours is compared with comes out of a pinned file of the cache, checked by its SHA-256.
  if (reference === 'computed' && file === 'src/cli/evaluate-speed/human-child.ts') return undefined;
  if (reference === 'computed') return 'imports something that only run time knows';
  if (reference !== undefined) return wrongImport(reference, file, rule, packages);
  return (rule.pure === true ? impurity(node) : undefined) ?? foreignGlobal(node, rule.globals ?? []);
}

/** What a node brings in: a specifier, 'computed' when it cannot be known, undefined when it brings in nothing. */
function referenceOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return textOf(node['source']) ?? 'computed';
    case 'ExportNamedDeclaration':
      return textOf(node['source']);
    case 'TSExternalModuleReference':
      return textOf(node['expression']) ?? 'computed';
    case 'CallExpression': {
      const callee = calleeOf(node);
      return callee === 'require' || callee === 'import.meta.resolve' ? (firstText(node) ?? 'computed') : undefined;
    }
    case 'NewExpression': {
      // new URL('./child.ts', import.meta.url): how scripts of child processes and workers are named.
      const target = calleeOf(node) === 'URL' ? firstText(node) : undefined;
      return target !== undefined && target.startsWith('.') && isCode(target) ? target : undefined;
    }
    default:
      return undefined;
  }
}

function wrongImport(reference: string, file: string, rule: LayerRule, packages: Packages): string | undefined {
  if (reference.startsWith('.')) return wrongNeighbour(reference, file, rule);
  const name = reference.startsWith('node:') ? reference : packageOf(reference);
  if (!allows(rule, name)) return `may not import ${name}`;
  if (name.startsWith('node:')) return undefined;
  const home = homes.find((one) => one.packageName === name);
  if (home !== undefined && !home.isHome(file)) return `is not the place to import ${name}`;
  if (packages.dependencies.has(name)) return undefined;
  const mayUseTools = home !== undefined || isTool(file) || file.startsWith('src/cli/');
  if (packages.devDependencies.has(name) && mayUseTools) return undefined;
  return `imports ${name}, which is not in the dependencies`;
}

function wrongNeighbour(reference: string, file: string, rule: LayerRule): string | undefined {
  const target = path.posix.join(path.posix.dirname(file), reference);
  const [top, layer = ''] = target.split('/');
  if (top !== 'src') return undefined;
  if (!isLayer(layer) || !rule.layers.includes(layer)) return `may not import ${target}`;
  // tesseract.js is loaded only when practice hardware asks for it; with real hardware it is refused (engine.ts).
  const chosenEngine = file === 'src/actors/scanner/engine.ts' && target.endsWith('/tesseract-reader.ts');
  const mayPractise = chosenEngine || isTool(file) || file.startsWith('src/host/') || file.startsWith('src/cli/');
  if (isPractice(target) && !mayPractise) return `is product code and may not import practice code (${target})`;
  return undefined;
}

function allows(rule: LayerRule, name: string): boolean {
  if (rule.without?.includes(name) === true) return false;
  return rule.packages.some((pattern) => {
    if (pattern === '*') return !name.startsWith('node:');
    return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  });
}

/** What no patient's kiosk runs: practice hardware and the tools that evaluate an engine. */
function isTool(file: string): boolean {
  return isPractice(file) || file.includes('/evaluation/');
}

/** Practice code: the simulated hardware and the practice dock, with their pages. */
function isPractice(file: string): boolean {
  return file.includes('/practice/') || /\/practice\.\w+$/.test(file);
}

/** '@a/b/c' → '@a/b', 'a/b' → 'a' */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const impureCalls = new Set([
  'Date',
  'Date.now',
  'Math.random',
  'performance.now',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);

function impurity(node: SyntaxNode): string | undefined {
  const callee = calleeOf(node);
  if (node.type === 'CallExpression' && callee !== undefined && impureCalls.has(callee))
    return `may not call ${callee}()`;
  const now = node.type === 'NewExpression' && callee === 'Date' && firstArgument(node) === undefined;
  return now ? 'may not ask new Date() for the time' : undefined;
}

/** `process.env` names a global; `{ process: 1 }`, `x.process` and a local variable of that name do not. */
function foreignGlobal(node: SyntaxNode, globals: readonly string[]): string | undefined {
  const candidates =
    node.type === 'MemberExpression' ? [node['object']] : node.type === 'CallExpression' ? [node['callee']] : [];
  const name = candidates.map(identifierOf).find((one) => one !== undefined && globals.includes(one));
  return name === undefined ? undefined : `may not use the global ${name}`;
}

// -- the syntax tree (ESTree with TypeScript nodes, as the bundler's parser gives it)

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see);
  if (!isNode(value)) return;
  see(value);
  for (const child of Object.values(value)) if (typeof child === 'object') visit(child, see);
}

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'TSLiteralType') return textOf(node['literal']);
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function firstArgument(node: SyntaxNode): unknown {
  return Array.isArray(node['arguments']) ? node['arguments'][0] : undefined;
}

function firstText(node: SyntaxNode): string | undefined {
  return textOf(firstArgument(node));
}

function identifierOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' && typeof node['name'] === 'string' ? node['name'] : undefined;
}

/** `a`, `a.b` or `import.meta.b`; undefined for anything more involved. */
function calleeOf(node: SyntaxNode): string | undefined {
  const callee = node['callee'];
  if (!isNode(callee) || callee.type !== 'MemberExpression') return identifierOf(callee);
  const object = callee['object'];
  const left = isNode(object) && object.type === 'MetaProperty' ? 'import.meta' : identifierOf(object);
  const right = identifierOf(callee['property']);
  return left === undefined || right === undefined ? undefined : `${left}.${right}`;
}

function isCode(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
