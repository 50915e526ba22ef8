import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { lint } from '../../cli/lint/lint.ts';

const folder = mkdtempSync(join(tmpdir(), 'clauseclock-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await lint(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function json(...argv: string[]) {
  const { code, out } = await run(...argv, '--json');
  return { code, ...JSON.parse(out) };
}

/** A folder of packs of its own. */
function packs(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
  return join(folder, name);
}

const pack = (more = '', period = '20 days') => `pack: acme
version: "1"
title: Acme terms
provider: Acme
timezone: UTC
holidays: []
business: [data-processing]
defaults: { period: { countsTriggerDay: false, roll: none } }
assumptions: [{ id: zone, settles: [zone], text: Days are those of UTC. }]
assumesWhenContractIsSilent: { timezone: zone }
${more}clauses:
  - id: export
    ref: "8.1"
    title: Export of data
    means: Data can be exported for a while.
    nature: obligation
    obligor: provider
    topic: data-retrieval
    on: contract.terminated
    period: ${period}
    satisfiedBy: data-export.delivered
    survivesTermination: true
    ladder: [{ step: due, to: provider }]
`;
const CASES = `- case: it ends
  events: ["contract.terminated@2026-11-20"]
  expect:
    export: { date: 2026-12-10 }
`;

describe('clauseclock lint', () => {
  it('finds nothing in the project’s packs that nobody answers for', async () => {
    const { code, findings, summary } = await json();
    expect(code).toBe(0);
    expect(summary).toMatchObject({ packs: 9, errors: 0 });
    expect(summary.acknowledged).toBe(findings.filter((one: { acknowledged?: string }) => one.acknowledged).length);
    const cases = findings.filter((one: { code: string }) =>
      ['case-fails', 'no-case', 'unreadable-cases'].includes(one.code),
    );
    expect(cases).toEqual([]);
  });

  it('takes names, versions and files, and compares all of them with the project’s statutes', async () => {
    const dir = packs('named', { 'acme/1.yaml': pack(), 'acme/1.cases.yaml': CASES });
    const floor = { code: 'below-statutory-floor', clause: 'export', against: 'eu-data-act/data-retrieval' };
    expect(await json(join(dir, 'acme/1.yaml'))).toMatchObject({
      code: 1,
      findings: [floor],
      summary: { packs: 1, errors: 1 },
    });
    expect(await json('acme', '--terms-dir', dir)).toMatchObject({ code: 1, findings: [floor] });
    expect(await json('--terms-dir', dir)).toMatchObject({ code: 1, findings: [floor], summary: { packs: 1 } });
    const both = await json('acme@1', 'exoopus', '--terms-dir', dir);
    expect(both).toMatchObject({ code: 1, summary: { packs: 2, errors: 1, acknowledged: 1 } });
  });

  it('shows an acknowledged finding with its reason, and does not fail for it', async () => {
    const more = `acknowledges:
  - finding: below-statutory-floor
    clause: export
    against: eu-data-act/data-retrieval
    why: It is meant so.
`;
    const dir = packs('known', { 'acme/1.yaml': pack(more), 'acme/1.cases.yaml': CASES });
    const { code, out } = await run('acme', '--terms-dir', dir);
    expect(code).toBe(0);
    expect(out).toContain('error below-statutory-floor (acknowledged)');
    expect(out).toContain('Acknowledged: It is meant so.');
    expect(out).toMatch(/0 errors, 0 warnings, 0 notes, and 1 finding acknowledged in 1 pack\.$/);
  });

  it('writes for a reader: errors first, a place to look at, an example and what to do, in 100 columns', async () => {
    const dir = packs('report', {
      'acme/1.yaml': pack('events: { access.ended: It ends. }\n'),
      'acme/1.cases.yaml': CASES,
    });
    const { out } = await run('acme', '--terms-dir', dir);
    const lines = out.split('\n');
    expect(lines[0]).toBe('acme@1  Acme terms');
    expect(out.indexOf('  error below-statutory-floor')).toBeLessThan(out.indexOf('  warning unused-event'));
    expect(out).toMatch(
      /\n {4}export {2}\S*acme\/1\.yaml:21:5\n {4}against eu-data-act\/data-retrieval {2}terms\/eu-data-act\/\S+:\d+:\d+\n/,
    );
    expect(out.replaceAll(/\s+/g, ' ')).toContain('To do: Give more time; or acknowledge the finding');
    expect(lines.filter((line) => line.length > 100 && !line.includes(folder))).toEqual([]);
    expect(lines.at(-1)).toBe('1 error, 1 warning, 0 notes in 1 pack.');
  });

  it('compares with a statute that a golden case or a rule of intake names, else notes that it does not', async () => {
    const unsaid = pack().replace('business: [data-processing]\n', '');
    const codes = async (name: string, files: Readonly<Record<string, string>>) => {
      const dir = packs(name, { 'acme/1.yaml': unsaid, 'acme/1.cases.yaml': CASES, ...files });
      const { findings } = await json('acme', '--terms-dir', dir);
      return findings.map(({ code }: { code: string }) => code);
    };
    expect(await codes('unsaid', {})).toEqual(['statutes-left-out']);
    const named = CASES.replace('  events', '  contract: { statutes: [eu-data-act] }\n  events');
    expect(await codes('by-case', { 'acme/1.cases.yaml': named })).toEqual(['below-statutory-floor']);
    const rules = 'rules: [{ rule: all, when: {}, terms: acme, statutes: [eu-data-act@2025-09-12] }]\n';
    expect(await codes('by-rule', { 'intake.yaml': rules })).toEqual(['below-statutory-floor']);
  });

  it('says of which packs there is nothing to say', async () => {
    const dir = packs('quiet', {
      'acme/1.yaml': pack('', '60 days'),
      'acme/1.cases.yaml': CASES.replace('2026-12-10', '2027-01-19'),
    });
    expect(await run('--terms-dir', dir)).toEqual({
      code: 0,
      err: '',
      out: 'Nothing to say of acme@1.\n\n0 errors, 0 warnings, 0 notes in 1 pack.',
    });
  });

  it('reports every file that cannot be read, and goes on with the others', async () => {
    const dir = packs('broken', {
      'acme/1.yaml': pack('', '60 days'),
      'acme/1.cases.yaml': CASES.replace('2026-12-10', '2027-01-19'),
      'acme/2.yaml': pack('').replace('satisfiedBy', 'satisfyedBy').replace('version: "1"', 'version: "2"'),
      'acme/3.yaml': pack(),
      'other/1.yaml': 'pack: [',
    });
    const { code, findings, summary } = await json('--terms-dir', dir);
    expect(code).toBe(1);
    expect(summary).toMatchObject({ packs: 4 });
    expect(findings).toMatchObject([
      {
        code: 'unreadable-pack',
        pack: expect.stringMatching(/acme\/2\.yaml$/),
        places: [{ line: 21, column: 5 }],
        text: expect.stringContaining('did you mean satisfiedBy?'),
      },
      { places: [{ line: 1 }], text: expect.stringContaining('acme/1.yaml is there already') },
      { pack: expect.stringMatching(/other\/1\.yaml$/) },
    ]);
    expect((await json('other', '--terms-dir', dir)).code).toBe(1);
  });

  it('runs the golden cases, and misses those that are not there', async () => {
    const wrong = packs('cases', {
      'acme/1.yaml': pack('', '60 days'),
      'acme/1.cases.yaml': `# One that holds\n- case: nothing\n  absent: [export]\n${CASES}`,
    });
    expect(await json('--terms-dir', wrong)).toMatchObject({
      code: 1,
      findings: [
        {
          code: 'case-fails',
          places: [{ line: 4, column: 3 }],
          text: 'The golden case “it ends” comes out otherwise: export: date is 2027-01-19, not 2026-12-10.',
        },
      ],
    });
    const none = packs('none', { 'acme/1.yaml': pack('', '60 days') });
    expect(await json('--terms-dir', none)).toMatchObject({
      code: 0,
      findings: [{ code: 'no-case', severity: 'warning' }],
    });
    const few = packs('few', {
      'acme/1.yaml': pack('', '60 days'),
      'acme/1.cases.yaml': '- case: nothing\n  absent: [export]\n',
    });
    expect(await json('--terms-dir', few)).toMatchObject({
      code: 0,
      findings: [{ code: 'no-case', clause: 'export' }],
    });
    const unreadable = packs('unreadable', {
      'acme/1.yaml': pack('', '60 days'),
      'acme/1.cases.yaml': '- cas: nothing\n',
    });
    expect(await json('--terms-dir', unreadable)).toMatchObject({ code: 1, findings: [{ code: 'unreadable-cases' }] });
  });

  it('looks at the file that is named, not at the project’s pack of the same version', async () => {
    const text = readFileSync(new URL('../../terms/exoopus/2026-01.yaml', import.meta.url), 'utf8');
    const dir = packs('mine', { 'mine.yaml': text.replace('period: 15 business days', 'period: 60 days') });
    const { findings } = await json(join(dir, 'mine.yaml'));
    expect(findings.map(({ code }: { code: string }) => code)).toContain('stale-acknowledgement');
  });

  it.each([
    [['exopus'], /There is no terms pack exopus.*Did you mean exoopus\?/],
    [['exoopus@1999'], /There is no version 1999/],
    [['nowhere/acme.yaml'], /nowhere\/acme\.yaml: there is no such file/],
    [['--terms-dir', 'nowhere'], /--terms-dir nowhere: there is no such folder/],
    [['--wrong'], /usage: clauseclock lint/],
  ])('refuses %s', async (argv, message) => {
    await expect(run(...argv)).rejects.toThrow(UsageError);
    await expect(run(...argv)).rejects.toThrow(message);
  });

  it('tells how it is called', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('usage: clauseclock lint') });
  });
});

describe('the rules of intake of a folder', () => {
  const OPEN = '- { rule: all, when: {}, terms: acme }\n';
  const folderWith = (name: string, rules: string, cases?: string) =>
    packs(name, {
      'acme/1.yaml': pack(),
      'acme/1.cases.yaml': CASES,
      'intake.yaml': `rules:\n  ${rules}`,
      ...(cases !== undefined && { 'intake.cases.yaml': cases }),
    });
  const found = async (directory: string) => {
    const { findings } = await json('--terms-dir', directory);
    const ofIntake = findings.filter(({ pack: of }: { pack: string }) => of.endsWith('intake.yaml'));
    return ofIntake.map(({ severity, code, text }: Record<string, string>) => `${severity} ${code}: ${text}`);
  };

  it('are looked at, with their golden cases', async () => {
    const golden = '- { case: any, subscription: {}, rule: all, expect: { terms: acme } }\n';
    expect(await found(folderWith('taken', OPEN, golden))).toEqual([]);
    const other = golden.replace('terms: acme', 'terms: other');
    expect(await found(folderWith('otherwise', OPEN, other))).toEqual([
      'error case-fails: The golden case “any” comes out otherwise: terms is acme, not other.',
    ]);
    expect(await found(folderWith('garbled', OPEN, '- case: ['))).toEqual([
      expect.stringMatching(/^error unreadable-cases: a bracket/),
    ]);
  });

  it('are to have a case each', async () => {
    expect(await found(folderWith('caseless', OPEN))).toEqual([expect.stringMatching(/^warning no-case/)]);
    const two = `${OPEN}  - { rule: euro, when: { currency: EUR }, terms: acme }\n`;
    const golden = '- { case: any, subscription: {}, rule: all }\n';
    expect(await found(folderWith('half', two, golden))).toEqual([
      'warning no-case: No golden case shows what contract rule euro makes.',
    ]);
  });

  it('are findings where they cannot be read or used', async () => {
    expect(await found(folderWith('broken', '- { rule: all, wen: {}, terms: acme }'))).toEqual([
      expect.stringMatching(
        /^error unreadable-intake: rules.all.wen: there is no field wen here; did you mean when\?$/,
      ),
    ]);
    expect(await found(folderWith('lost', '- { rule: all, when: {}, terms: acne }'))).toEqual([
      expect.stringMatching(/^error unusable-rule/),
      expect.stringMatching(/^warning no-case/),
    ]);
  });

  it('are no pack', async () => {
    const directory = folderWith('by-name', OPEN);
    await expect(run(join(directory, 'intake.yaml'))).rejects.toThrow(
      /checked with the packs they name: lint --terms-dir/,
    );
    rmSync(join(directory, 'acme'), { recursive: true });
    await expect(run('--terms-dir', directory)).rejects.toThrow(
      /there is no pack in this folder; packs lie in it as PACK\/VERSION.yaml\.$/,
    );
  });
});
