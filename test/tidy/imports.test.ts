import { describe, expect, it } from 'vitest';
import { importsOf, type Source, typescriptIn } from './sources.ts';

const CORE_STEPS = ['calendar', 'events', 'terms', 'agreement', 'deadlines', 'words', 'notices', 'evidence', 'intake'];
const CORE_PACKAGES = new Set(['zod', 'temporal-polyfill', 'intl-messageformat', 'node:crypto']);

/** `path → import` for every import that breaks a rule. */
function offences(sources: readonly Source[], isAllowed: (source: Source, imported: string) => boolean): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((imported) => !isAllowed(source, imported))
      .map((imported) => `${source.path} → ${imported}`),
  );
}

const SOURCE_FOLDERS = ['functions', 'shared', 'infra', 'local', 'cli', 'scripts', 'bench'];

/** What a file imports, directly and through others. */
function reachableFrom(entry: string): string[] {
  const sources = new Map(typescriptIn('functions', 'shared').map((source) => [source.path, source]));
  const reached = new Set([entry]);
  for (const path of reached) {
    const source = sources.get(path);
    for (const imported of source ? importsOf(source) : []) if (sources.has(imported)) reached.add(imported);
  }
  return [...reached];
}

/** Every set of files of which each imports the others, directly or through them. */
function circles(sources: readonly Source[]): string[][] {
  const known = new Set(sources.map(({ path }) => path));
  const imports = new Map(sources.map((one) => [one.path, importsOf(one).filter((path) => known.has(path))]));
  const reaches = (from: string): Set<string> => {
    const reached = new Set(imports.get(from));
    for (const path of reached) for (const next of imports.get(path) ?? []) reached.add(next);
    return reached;
  };
  const all = new Map(sources.map(({ path }) => [path, reaches(path)]));
  const inCircle = sources.map(({ path }) => path).filter((path) => all.get(path)?.has(path));
  const groups = inCircle.map((path) =>
    inCircle.filter((other) => all.get(path)?.has(other) && all.get(other)?.has(path)),
  );
  return [...new Set(groups.map((group) => group.join(' ↔ ')))].map((group) => group.split(' ↔ '));
}

const isPackage = (imported: string) =>
  !imported.includes('/') || imported.startsWith('@') || imported.startsWith('node:');

describe('import directions', () => {
  it('core imports only itself, zod, Temporal, the message library and hashing', () => {
    const allowed = (_: Source, imported: string) =>
      isPackage(imported) ? CORE_PACKAGES.has(imported) : imported.startsWith('shared/core/');
    expect(offences(typescriptIn('shared/core'), allowed)).toEqual([]);
  });

  it('within core a step imports only itself and the steps before it', () => {
    const allowed = ({ path }: Source, imported: string) => {
      if (isPackage(imported)) return true;
      const [own, other] = [path, imported].map((file) => file.split('/')[2] ?? '');
      if (own === 'webhooks') return other === 'webhooks' || other === 'events' || other === 'calendar';
      if (own === 'intake' && other === 'webhooks') return true;
      return CORE_STEPS.indexOf(other ?? '') >= 0 && CORE_STEPS.indexOf(other ?? '') <= CORE_STEPS.indexOf(own ?? '');
    };
    expect(offences(typescriptIn('shared/core'), allowed)).toEqual([]);
  });

  it('the desk imports only itself, core, zod, the YAML parser and hashing', () => {
    const packages = new Set(['zod', 'yaml', 'node:crypto']);
    const allowed = (_: Source, imported: string) =>
      isPackage(imported) ? packages.has(imported) : /^shared\/(core|desk)\//.test(imported);
    expect(offences(typescriptIn('shared/desk'), allowed)).toEqual([]);
  });

  it('no function reaches the desk through what it imports', () => {
    const entries = typescriptIn('functions').map(({ path }) => path);
    const reached = entries.filter((entry) => reachableFrom(entry).some((path) => path.startsWith('shared/desk/')));
    expect(reached).toEqual([]);
  });

  it('files import each other in no circle, types included', () => {
    expect(circles(typescriptIn(...SOURCE_FOLDERS, 'test'))).toEqual([]);
  });

  it('the message library is read in one place', () => {
    const reading = typescriptIn(...SOURCE_FOLDERS).filter((source) =>
      importsOf(source).includes('intl-messageformat'),
    );
    expect(reading.map(({ path }) => path)).toEqual(['shared/core/words/say.ts']);
  });

  it('an adapter imports core, the shape of a delivery, and the one SDK of its service', () => {
    const perFile = typescriptIn('shared/aws').map((source) => {
      const clients = importsOf(source).filter((imported) => imported.startsWith('@aws-sdk/client-'));
      return { path: source.path, clients: new Set(clients).size };
    });
    expect(perFile.filter(({ clients }) => clients > 1)).toEqual([]);
    const allowed = (_: Source, imported: string) =>
      isPackage(imported) ||
      imported.startsWith('shared/core/') ||
      imported.startsWith('shared/aws/') ||
      imported === 'shared/inbound/delivery.ts';
    expect(offences(typescriptIn('shared/aws'), allowed)).toEqual([]);
  });

  it('a function never imports another function, nor infra, local, cli or a test', () => {
    const allowed = ({ path }: Source, imported: string) => {
      if (isPackage(imported)) return true;
      const own = path.split('/').slice(0, 2).join('/');
      return imported.startsWith(`${own}/`) || imported.startsWith('shared/');
    };
    expect(offences(typescriptIn('functions'), allowed)).toEqual([]);
  });

  it('what is shared imports nothing outside shared', () => {
    const allowed = (_: Source, imported: string) => isPackage(imported) || imported.startsWith('shared/');
    expect(offences(typescriptIn('shared'), allowed)).toEqual([]);
  });

  it('infra reads declarations and knows no handler', () => {
    const allowed = (_: Source, imported: string) => {
      if (isPackage(imported) || imported.startsWith('infra/')) return true;
      if (imported.startsWith('functions/')) return imported.endsWith('/declaration.ts');
      return (
        imported.startsWith('shared/runtime/') ||
        imported.startsWith('shared/aws/table-schema') ||
        imported.startsWith('shared/core/webhooks/')
      );
    };
    expect(offences(typescriptIn('infra'), allowed)).toEqual([]);
  });

  it('an AWS SDK is imported by adapters, by wiring, and by the local stack only', () => {
    const allowed = ({ path }: Source, imported: string) =>
      !imported.startsWith('@aws-sdk/') ||
      path.startsWith('shared/aws/') ||
      path.startsWith('local/') ||
      /^functions\/[^/]+\/(handler|change)\.ts$/.test(path);
    expect(offences(typescriptIn('functions', 'shared', 'local', 'cli', 'infra'), allowed)).toEqual([]);
  });

  it('zod comes as a namespace: a named import carries every language into the bundle', () => {
    const named = typescriptIn('functions', 'shared').filter(({ text }) => /import \{[^}]*\} from 'zod'/.test(text));
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it('production code knows nothing of the local stack', () => {
    const knowing = typescriptIn('functions', 'shared').filter(({ text }) =>
      /whsec_local|_local\/|localhost|127\.0\.0\.1|dynoxide|AWS_ENDPOINT/.test(text),
    );
    expect(knowing.map(({ path }) => path)).toEqual([]);
  });
});
