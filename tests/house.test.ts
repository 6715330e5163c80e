import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Visitor, parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { VERSION } from '../src/core/version.ts';

interface Place {
  readonly folder: string;
  /** Other places whose modules it may import. */
  readonly ours: readonly string[];
  readonly packages: RegExp;
  /** Whether it may use what only Node has. */
  readonly node?: boolean;
  /** Other places whose modules it may name, for their types or as the address of a worker, but not load. */
  readonly named?: readonly string[];
}

const none = /(?!)/;

/** Who may import whom. The first place that holds a file is its place. */
const places: readonly Place[] = [
  { folder: 'src/core', ours: [], packages: /^(zod|@noble\/hashes|@lezer\/.+)$/ },
  { folder: 'src/engines', ours: ['src/core'], named: ['workers'], packages: /^(comlink|fflate)$/ },
  {
    folder: 'src/app',
    ours: ['src/core', 'src/engines', 'nodes', 'examples'],
    named: ['workers'],
    packages:
      /^(react|react-dom|react-resizable-panels|@xyflow\/react|@base-ui\/react|lucide-react|@tanstack\/react-virtual|zustand|idb-keyval|d3-(scale|shape)|@codemirror\/.+)$/,
  },
  {
    folder: 'src/cli.ts',
    ours: ['src/core', 'src/engines', 'nodes', 'workers'],
    packages: /^commander$/,
    node: true,
  },
  { folder: 'nodes', ours: ['src/core'], packages: none },
  {
    folder: 'workers',
    ours: ['src/core'],
    packages: /^(@duckdb\/.+|@noble\/hashes|apache-arrow|comlink|fflate|ml-.+|parquet-wasm|(read|write)-excel-file)$/,
    node: true,
  },
];

/** Packages that are kept to a few files, because they change under us or are the only way to do a thing. */
const keptTo: readonly { readonly name: string; readonly files: RegExp }[] = [
  { name: '@xyflow/react', files: /^src\/app\/canvas\// },
  { name: 'zod', files: /^src\/core\/(params|workflow[a-z-]*)\.ts$/ },
];

/** Words that mean something only on the machine, or in the week, in which a line was written. */
const foreign = /(?<![\w.$}])\/(work|root|home|tmp|Users)\/|\.\.\/shared\/|\b(spikes|design)\/[a-z]|\b(house|stack|plan)\.md\b/;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const topLevel = ['LICENSE', 'examples', 'index.html', 'nodes', 'package-lock.json', 'package.json', 'src', 'tests'];
const topLevelFiles = [...topLevel, 'tsconfig.json', 'vite.config.ts', 'workers'];
const notKept = ['node_modules', 'dist', 'coverage', 'test-results', 'playwright-report', 'out'];

const modules = ['src', 'nodes', 'workers'].flatMap(filesUnder).filter((file) => /\.tsx?$/.test(file));

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Whether the module is only named: an import of types, or `new URL('./worker.ts', import.meta.url)`. */
  readonly onlyNamed: boolean;
}

describe('the folders of the project', () => {
  test('every import goes where the table allows', () => {
    expect(modules.flatMap(importsOf).flatMap(problemsOf)).toEqual([]);
  });

  test('every module lies in a place of the table', () => {
    expect(modules.filter((file) => !placeOf(file))).toEqual([]);
  });

  test('the top level holds nothing but what is listed, dot-files and Markdown', () => {
    const names = readdirSync(root).filter((name) => !/^\.|\.md$/.test(name) && !notKept.includes(name));
    expect(names.filter((name) => !topLevelFiles.includes(name))).toEqual([]);
  });

  test('the code knows the version of the package', () => {
    expect(VERSION).toBe((JSON.parse(read('package.json')) as { version: string }).version);
  });

  test('no file has the name of a drawer for everything', () => {
    const drawer = /(^|[/-])(utils?|helpers?|misc|managers?|services?|factory|registry)\.[a-z]+$/i;
    expect([...modules, ...filesUnder('tests')].filter((file) => drawer.test(file))).toEqual([]);
  });

  test('no file speaks of a place outside the project', () => {
    const text = [...readdirSync(root), ...['.ci', 'src', 'nodes', 'workers', 'examples', 'tests'].flatMap(filesUnder)]
      .filter((file) => /\.(tsx?|mjs|mts|css|html|json|md|svg|py)$|^\.ci\//.test(file) && file !== 'package-lock.json')
      .flatMap((file) =>
        read(file)
          .split('\n')
          .map((line, i) => ({ at: `${file}:${i + 1}`, line })),
      );
    expect(text.filter(({ line }) => foreign.test(line)).map(({ at, line }) => `${at} ${line.trim()}`)).toEqual([]);
  });
});

describe('the reading of imports', () => {
  const source = `
    import a from './a.ts';
    import type { B } from './b.ts';
    import { type C } from './c.ts';
    export * from './d.ts';
    export { e } from './e.ts';
    type F = import('./f.ts').F;
    const g = await import('./g.ts');
    const h = new Worker(new URL('../h.ts', import.meta.url), { type: 'module' });
    // import './not-this.ts';
  `;

  test('finds every form of import and tells those that load from those that name', () => {
    expect(readImports('src/x/y.ts', source).map(({ specifier, onlyNamed }) => [specifier, onlyNamed])).toEqual([
      ['./a.ts', false],
      ['./b.ts', true],
      ['./c.ts', true],
      ['./d.ts', false],
      ['./e.ts', false],
      ['./f.ts', true],
      ['./g.ts', false],
      ['../h.ts', true],
    ]);
  });

  test.each([
    ['src/core/a.ts', '../engines/b.ts', false, 'src/core must not import src/engines'],
    ['src/core/a.ts', 'node:fs', false, 'src/core must not import node:fs'],
    ['src/core/plan.ts', 'zod', false, 'zod is kept to'],
    ['src/app/dock/a.tsx', '@xyflow/react', false, '@xyflow/react is kept to'],
    ['src/app/a.tsx', '@duckdb/duckdb-wasm/blocking', false, 'src/app must not import @duckdb/duckdb-wasm'],
    ['src/engines/local/a.ts', '../../../workers/b.ts', false, 'src/engines must not import workers'],
    ['nodes/a.ts', '../tests/house.test.ts', true, 'nodes must not import tests'],
  ])('%s importing %s is a problem', (file, specifier, onlyNamed, problem) => {
    expect(problemsOf({ file, specifier, onlyNamed }).join()).toContain(problem);
  });

  test.each([
    ['src/core/params.ts', 'zod', false],
    ['src/core/rules/a.ts', '../plan.ts', false],
    ['src/app/canvas/a.tsx', '@xyflow/react/dist/style.css', false],
    ['src/engines/local/a.ts', '../../../workers/b.ts', true],
    ['nodes/cluster/a.ts', '../../src/core/node.ts', false],
    ['src/cli.ts', 'node:fs', false],
  ])('%s importing %s is fine', (file, specifier, onlyNamed) => {
    expect(problemsOf({ file, specifier, onlyNamed })).toEqual([]);
  });
});

function problemsOf({ file, specifier, onlyNamed }: Import): string[] {
  const place = placeOf(file);
  const says = (what: string) => [`${file}: ${what}`];
  if (!place) return [];
  if (isBuiltin(specifier)) return place.node ? [] : says(`${place.folder} must not import ${specifier}`);
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    const kept = keptTo.find((one) => one.name === name && !one.files.test(file));
    if (kept) return says(`${name} is kept to ${kept.files.source}`);
    return place.packages.test(name) ? [] : says(`${place.folder} must not import ${name}`);
  }
  const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
  const allowed = [place.folder, ...place.ours, ...(onlyNamed ? (place.named ?? []) : [])];
  if (allowed.some((folder) => isIn(target, folder))) return [];
  return says(`${place.folder} must not import ${placeOf(target)?.folder ?? target}`);
}

function importsOf(file: string): Import[] {
  return readImports(file, read(file));
}

function readImports(file: string, source: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: unknown, onlyNamed: boolean) => {
    if (typeof specifier === 'string') found.push({ file, specifier, onlyNamed });
  };
  const { program } = parseSync(file, source);
  new Visitor({
    ImportDeclaration({ source: from, importKind, specifiers }) {
      const types = specifiers.length > 0 && specifiers.every((one) => 'importKind' in one && one.importKind === 'type');
      add(from.value, importKind === 'type' || types);
    },
    ExportAllDeclaration: ({ source: from, exportKind }) => add(from.value, exportKind === 'type'),
    ExportNamedDeclaration: ({ source: from, exportKind }) => add(from?.value, exportKind === 'type'),
    ImportExpression: ({ source: from }) => add('value' in from && from.value, false),
    TSImportType: ({ source: from }) => add(from.value, true),
    NewExpression({ callee, arguments: [path, base] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'URL' || base?.type !== 'MemberExpression') return;
      if (path?.type === 'Literal') add(path.value, true);
    },
  }).visit(program);
  return found;
}

const placeOf = (file: string) => places.find(({ folder }) => isIn(file, folder));

const isIn = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`);

const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

const read = (file: string) => readFileSync(join(root, file), 'utf8');

function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => relative(root, join(root, folder, name)).replaceAll('\\', '/'))
    .filter((file) => statSync(join(root, file)).isFile());
}
