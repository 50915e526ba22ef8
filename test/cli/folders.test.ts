import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CommandLine, UsageError } from '../../cli/command-line.ts';
import { diff } from '../../cli/diff/diff.ts';
import { lint } from '../../cli/lint/lint.ts';
import { plan } from '../../cli/plan/plan.ts';
import { release } from '../../cli/release/release.ts';
import { loadCatalog } from '../../shared/runtime/terms.ts';

const root = mkdtempSync(join(tmpdir(), 'clauseclock-folders-'));
afterAll(() => rmSync(root, { recursive: true }));

type Command = (argv: string[], line: CommandLine) => Promise<number>;

async function run(command: Command, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function findingsOf(...argv: string[]) {
  const { findings } = JSON.parse((await run(lint, ...argv, '--json')).out);
  return findings as { code: string; severity: string; pack: string; text: string; places: { line: number }[] }[];
}

/** A folder of packs. */
function folder(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(root, name, file, '..'), { recursive: true });
    writeFileSync(join(root, name, file), content);
  }
  return join(root, name);
}

const acme = (version: string, { title = 'Acme terms', holidays = '[]', period = '60 days' } = {}) => `pack: acme
version: "${version}"
title: "${title}"
provider: Acme
timezone: UTC
holidays: ${holidays}
clauses:
  - id: export
    ref: "8.1"
    title: "Export of ${title}"
    means: Data can be exported for a while.
    nature: obligation
    obligor: provider
    on: contract.terminated
    period: ${period}
    satisfiedBy: data-export.delivered
    survivesTermination: true
    ladder: [{ step: due, to: provider }]
`;

const ENDED = ['--event', 'contract.terminated@2026-11-20', '--brief'];

describe('a folder of packs', () => {
  it.each([
    ['empty', {}, /there is no pack in this folder; packs lie in it as PACK\/VERSION\.yaml\.$/],
    ['deep/acme', { '1.yaml': acme('1') }, /It holds 1\.yaml itself, so name the folder above it\.$/],
  ])('that holds none is refused by every command: %s', async (name, files, message) => {
    const dir = folder(name, { '.keep': '', ...files });
    const calls: [Command, string[]][] = [
      [lint, []],
      [release, ['--all']],
      [plan, ['--terms', 'acme']],
      [diff, ['acme@1', 'acme@2']],
    ];
    for (const [command, argv] of calls) {
      await expect(run(command, ...argv, '--terms-dir', dir)).rejects.toThrow(UsageError);
      await expect(run(command, ...argv, '--terms-dir', dir)).rejects.toThrow(message);
    }
  });

  it('may not be a file', async () => {
    const dir = folder('file', { 'acme/1.yaml': acme('1') });
    await expect(run(lint, '--terms-dir', join(dir, 'acme/1.yaml'))).rejects.toThrow(/this is a file\. Name a folder/);
  });

  it('is named with --terms-dir', async () => {
    const dir = folder('named', { 'acme/1.yaml': acme('1') });
    const pack = `this is a folder, not a file. Name a file in it, or the pack: acme --terms-dir ${dir}.`;
    await expect(run(lint, join(dir, 'acme'))).rejects.toThrow(pack);
    await expect(run(lint, dir)).rejects.toThrow(`or the packs in it: --terms-dir ${dir}.`);
  });

  it('may hold a pack under another name: who asks for it is told which file says that it is the one', async () => {
    const dir = folder('mistyped', { 'amce/1.yaml': acme('1') });
    const told = /amce\/1\.yaml:1:1 version: the file calls itself acme, version 1; move it to acme\/1\.yaml/;
    const { code, err } = await run(plan, '--terms', 'acme', ...ENDED, '--terms-dir', dir);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(told) });
    const found = await findingsOf('acme', '--terms-dir', dir);
    expect(found).toMatchObject([{ severity: 'error', text: expect.stringMatching(/calls itself acme, version 1/) }]);
  });

  it.each([
    ['acme@1, holidays', acme('1', { holidays: '[XX]' }), {}],
    ['acme@1, clause export', acme('1').replace('    period', '    holidays: [XX]\n    period'), {}],
    [
      'acme@1, laws.FR.holidays',
      acme('1').replace('clauses', 'laws: { FR: { holidays: [XX] } }\nclauses'),
      { law: 'FR' },
    ],
  ])('may name holidays that are not there, and %s is named', async (where, pack, chosen) => {
    const dir = folder('days', { 'acme/1.yaml': pack });
    const contract = join(dir, 'contract.json');
    writeFileSync(contract, JSON.stringify({ terms: 'acme', ...chosen }));
    const { code, err } = await run(plan, '--contract', contract, ...ENDED, '--terms-dir', dir);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`${where}: unknown holiday set "XX"; known`),
    });
  });

  it('holds packs whose names end in .yaml', async () => {
    const dir = folder('yml', { 'acme/1.yml': acme('1') });
    expect((await findingsOf('--terms-dir', dir))[0]?.text).toMatch(/move it to acme\/1\.yaml or correct it\.$/);
    const both = folder('yml', { 'acme/1.yaml': acme('1') });
    expect((await findingsOf('--terms-dir', both))[0]?.text).toMatch(/and acme\/1\.yaml is there already; take one/);
  });

  it('may hold drafts that cannot be read: who asks for other packs is told of them, and is served', async () => {
    const dir = folder('draft', {
      'acme/1.yaml': acme('1'),
      'acme/2.yaml': acme('2', { period: '61 days' }),
      'draft/1.yaml': 'pack: draft\n',
    });
    const calls: [Command, string[], number][] = [
      [plan, ['--terms', 'acme', ...ENDED], 0],
      [diff, ['acme@1', 'acme@2'], 1],
    ];
    for (const [command, argv, code] of calls) {
      expect(await run(command, ...argv, '--terms-dir', dir)).toMatchObject({
        code,
        err: expect.stringMatching(
          /^\S*draft\/draft\/1\.yaml cannot be read and is left out; clauseclock lint tells why\.$/,
        ),
      });
    }
    expect((await run(release, 'acme@1', '--terms-dir', dir)).code).toBe(0);
    const broken = (await findingsOf('acme@2', '--terms-dir', dir)).filter(({ code }) => code === 'unreadable-pack');
    expect(new Set(broken.map(({ severity }) => severity))).toEqual(new Set(['warning']));
    // The server refuses it all the same.
    expect(() => loadCatalog(dir)).toThrow(/draft\/1\.yaml:1:1 version: version is missing/);
  });

  it.each<[string, Command, string[]]>([
    ['plan', plan, ['--terms', 'acme', ...ENDED]],
    ['diff', diff, ['acme@1', 'acme@1']],
    ['release', release, ['acme@1']],
  ])(
    'is refused with exit code 2 by %s where a version of the pack that is named cannot be read',
    async (_, ...call) => {
      const dir = folder('broken', { 'acme/1.yaml': acme('1'), 'acme/2.yaml': 'pack: acme\n' });
      const [command, argv] = call;
      const { code, out, err } = await run(command, ...argv, '--terms-dir', dir);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/acme\/2\.yaml:1:1 version: version is missing/);
    },
  );

  it('does not fall back on the project’s statute where its own cannot be read', async () => {
    const dir = folder('statute', { 'acme/1.yaml': acme('1'), 'gdpr/2018-05-25.yaml': 'pack: gdpr\n' });
    const contract = join(dir, 'contract.json');
    writeFileSync(contract, '{"terms":"acme","statutes":["gdpr"]}');
    const { code, err } = await run(plan, '--contract', contract, ...ENDED, '--terms-dir', dir);
    expect(code).toBe(2);
    expect(err).toMatch(/gdpr\/2018-05-25\.yaml:1:1 version: version is missing/);
  });

  it.each([
    ['gdrp@2018-05-25', /^acme@1 names gdrp@2018-05-25 under statutes\. There is no statute gdrp\. Known: /],
    [
      'gdpr@2017-05-25',
      /^acme@1 names gdpr@2017-05-25 under statutes\. There is no version 2017-05-25 of gdpr\. Known: gdpr@2018-05-25/,
    ],
  ])('says which pack names a statute that is not there: %s', async (label, message) => {
    const dir = folder('unknown', { 'acme/1.yaml': acme('1').replace('clauses:', `statutes: [${label}]\nclauses:`) });
    const { err } = await run(plan, '--terms', 'acme', ...ENDED, '--terms-dir', dir);
    expect(err).toMatch(message);
  });

  it('may hold what is no file', async () => {
    const dir = folder('odd', { 'acme/1.yaml': acme('1'), 'acme/4.yaml/x': '' });
    symlinkSync(join(dir, 'nowhere'), join(dir, 'acme/5.yaml'));
    symlinkSync(join(dir, 'nowhere'), join(dir, 'beta'));
    const told = (await findingsOf('--terms-dir', dir)).filter(({ code }) => code === 'unreadable-pack');
    expect(told.map(({ text }) => text)).toEqual(['it is a folder, not a file.', 'there is no such file.']);
  });

  it('holds text in UTF-8', async () => {
    const latin = Buffer.from(acme('1').replace('while', 'whil\u00e9'), 'latin1');
    const dir = folder('latin', {
      'acme/1.yaml': latin,
      'acme/2.yaml': `\uFEFF${acme('2')}`,
      'acme/2.cases.yaml': latin,
    });
    const told = (await findingsOf('--terms-dir', dir)).filter(({ code }) => code.startsWith('unreadable'));
    const line = 11;
    expect(told).toMatchObject([
      { code: 'unreadable-pack', text: 'this line is not UTF-8; save the file as UTF-8.', places: [{ line }] },
      { code: 'unreadable-cases', text: 'this line is not UTF-8; save the file as UTF-8.', places: [{ line }] },
    ]);
    const facts = join(dir, 'facts.yaml');
    writeFileSync(facts, Buffer.from('contract: { terms: exoopus }\nevents: []\n# caf\u00e9\n', 'latin1'));
    await expect(run(plan, '--facts', facts)).rejects.toThrow(
      /facts\.yaml cannot be read: line 3: this line is not UTF-8/,
    );
  });

  it('brings its holiday tables for a file in it that is named', async () => {
    const set = {
      version: '2026.1',
      about: 'Days of Acme',
      from: 2020,
      to: 2045,
      holidays: [{ name: 'Day', every: '11-24' }],
    };
    const provenance = { generator: '', library: '', licence: '', attribution: [], corrections: '' };
    const dir = folder('tables', {
      'acme/1.yaml': acme('1', { holidays: '[ACME]', period: '15 business days' }),
      'calendars/ACME.json': JSON.stringify({ provenance, sets: { ACME: set } }),
    });
    const codes = async (...argv: string[]) => (await findingsOf(...argv)).map(({ code }) => code);
    expect(await codes(join(dir, 'acme/1.yaml'))).toEqual(await codes('--terms-dir', dir));
    expect(await codes(join(dir, 'acme/1.yaml'))).not.toContain('cannot-be-counted');
  });
});

describe('released versions', () => {
  it('that are changed or gone are errors of lint and of release', async () => {
    const dir = folder('released', {
      'acme/1.yaml': acme('1'),
      'acme/2.yaml': acme('2'),
      'beta/1.yaml': acme('1').replace('acme', 'beta'),
    });
    expect((await run(release, '--all', '--terms-dir', dir)).code).toBe(0);
    const list = readFileSync(join(dir, 'released.json'), 'utf8');
    folder('released', { 'acme/2.yaml': acme('2', { period: '90 days' }) });
    renameSync(join(dir, 'beta'), join(root, 'elsewhere'));
    const told = (all: Awaited<ReturnType<typeof findingsOf>>) =>
      all.filter(({ code }) => code.startsWith('released')).map(({ code, pack }) => [code, pack]);
    expect(told(await findingsOf('--terms-dir', dir))).toEqual([
      ['released-and-gone', 'beta@1'],
      ['released-and-changed', 'acme@2'],
    ]);
    expect(told(await findingsOf('acme@1', '--terms-dir', dir))).toEqual([]);
    expect(told(await findingsOf(join(dir, 'acme/2.yaml')))).toEqual([['released-and-changed', 'acme@2']]);
    expect((await run(lint, '--terms-dir', dir)).out).toMatch(/beta@1\n\n {2}error released-and-gone\n/);

    const { code, out, err } = await run(release, '--all', '--terms-dir', dir);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^acme@2 was released and says something else.*\nbeta@1 was released and is gone/);
    expect(readFileSync(join(dir, 'released.json'), 'utf8')).toBe(list);
  });
});

describe('what a pack says', () => {
  it('never steers the terminal', async () => {
    for (const [title, shown] of [
      ['Fine\\u202Eterms', 'Fine terms'],
      ['Fine\\e[2Jterms', 'title: write it on one line'],
    ] as const) {
      const dir = folder('escape', { 'acme/1.yaml': acme('1'), 'acme/2.yaml': acme('2', { title }) });
      for (const [command, argv] of [
        [lint, ['acme']],
        [diff, ['acme@1', 'acme@2']],
      ] as [Command, string[]][]) {
        const { out, err } = await run(command, ...argv, '--terms-dir', dir);
        expect(out + err).toContain(shown);
        expect(out + err).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
      }
    }
  });
});
