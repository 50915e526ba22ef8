import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { diff } from '../../cli/diff/diff.ts';
import { release } from '../../cli/release/release.ts';
import { nextExoopus } from '../harness/exoopus-next.ts';

const folder = mkdtempSync(join(tmpdir(), 'clauseclock-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

async function run(command: typeof diff, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const NEXT = file('next.yaml', nextExoopus());

/** A contract in Bucharest that ended on 20 November 2026. */
const ENDED = file(
  'ended.yaml',
  `contract: { id: acme, terms: exoopus, timezone: Europe/Bucharest, holidays: [RO] }
events:
  - contract.terminated@2026-11-20T10:00:00+02:00
`,
);

const UNPAID = file(
  'unpaid.json',
  JSON.stringify({ contract: { id: 'beta' }, events: ['invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15'] }),
);

/** A contract with an invoice that is collected by itself and of which no charge has failed. */
const COLLECTED = file(
  'collected.yaml',
  `contract: { id: acme, terms: exoopus }
events:
  - invoice.issued@2026-11-02,invoice=a,dueOn=2026-11-02,collection=automatic
`,
);

describe('clauseclock diff', () => {
  it('shows a contract under two revisions of its version', async () => {
    const { code, out } = await run(diff, 'exoopus@2026-01', 'exoopus@2026-01+2', '--facts', COLLECTED);
    expect(code).toBe(1);
    expect(out).toContain('exoopus@2026-01 → exoopus@2026-01+2');
    expect(out).toContain(`(contract acme)

Deadlines that vanish
  suspension~a  Suspension for non-payment
    Tuesday 17 November 2026, open`);
  });

  it('prints what the versions say differently and what that changes for a contract', async () => {
    const { code, out } = await run(diff, 'exoopus@2026-01', NEXT, '--facts', ENDED);
    expect(code).toBe(1);
    expect(out).toContain(`exoopus@2026-01 → exoopus@2026-07

The head
  assumption hold-extends, text
    - Days under a legal hold are not counted, so the period ends that many days later.
    + Days under a legal hold are not counted, and the period ends as many days later.

Clauses that are new
  inventory  Inventory of the customer’s data (Termination and Modification of Terms, paragraph 1)
    7 days after contract.terminated

Clauses that are changed
  export-window  Export of the customer’s data
    timing
      - 15 business days after contract.terminated
      + 30 days after contract.terminated
    step reminder-5-business-days, lead
      - The export window closes with {date}.
      + Your data can be exported until {date}. After that it is deleted.
`);
    // 15 business days, St Andrew's day and the national day left out, against 30 days; a reminder 5 business days before.
    expect(out).toContain(`(contract acme)

Deadlines that appear
  inventory  Inventory of the customer’s data
    Friday 27 November 2026, open

Deadlines that change
  export-window  Export of the customer’s data
    moves from Tuesday 15 December 2026 to Sunday 20 December 2026, 5 days later
    notice reminder-5-business-days, at
      - Tuesday 8 December 2026, 09:00 (Europe/Bucharest, UTC+02:00)
      + Monday 14 December 2026, 09:00 (Europe/Bucharest, UTC+02:00)
`);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('says so when nothing changes for a contract', async () => {
    const { code, out } = await run(diff, 'exoopus@2026-01', NEXT, '--facts', UNPAID, '--facts', ENDED);
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /unpaid\.json \(contract beta\) Nothing changes for this contract\. With the facts/,
    );
  });

  it('takes lapses in up to a moment', async () => {
    const call = ['exoopus@2026-01', NEXT, '--facts', ENDED, '--json'];
    const states = async (...more: string[]) => {
      const [contract] = JSON.parse((await run(diff, ...call, ...more)).out).contracts;
      return contract.changes.map(({ id, fields }: { id: string; fields: object[] }) => [id, fields]);
    };
    expect(await states()).toEqual([['export-window', []]]);
    expect(await states('--as-of', '2026-12-18')).toEqual([
      ['export-window', [{ path: ['state'], old: 'lapsed', new: 'open' }]],
    ]);
  });

  it('exits 0 when both say the same', async () => {
    const same = file('same.yaml', readFileSync(NEXT, 'utf8').replace('version: "2026-07"', 'version: "2026-08"'));
    const { code, out } = await run(diff, NEXT, same, '--facts', ENDED);
    expect({ code, out: out.replace(folder, '') }).toEqual({
      code: 0,
      out: 'exoopus@2026-07 → exoopus@2026-08\n\nBoth say the same.\n\nWith the facts of /ended.yaml (contract acme)\n\n  Nothing changes for this contract.',
    });
  });

  it('compares a version with what it was, under the same name', async () => {
    const before = file(
      'before.yaml',
      readFileSync(NEXT, 'utf8').replace(
        'period: 30 days\n    satisfiedBy: data-export',
        'period: 40 days\n    satisfiedBy: data-export',
      ),
    );
    const { code, out } = await run(diff, before, NEXT, '--facts', ENDED);
    expect(code).toBe(1);
    // 20 November and 40 days, against 30.
    expect(out).toContain('moves from Wednesday 30 December 2026 to Sunday 20 December 2026, 10 days earlier');
  });

  it('prints the same as JSON, in a shape that other programs can rely on', async () => {
    const { code, out } = await run(diff, 'exoopus@2026-01', NEXT, '--facts', ENDED, '--json');
    const { head, clauses, contracts, ...labels } = JSON.parse(out);
    expect(code).toBe(1);
    expect(labels).toEqual({ old: 'exoopus@2026-01', new: 'exoopus@2026-07', same: false });
    expect(head).toEqual([
      { path: ['assumptions', 'hold-extends', 'text'], old: expect.any(String), new: expect.any(String) },
    ]);
    expect(clauses).toMatchObject({
      added: [
        {
          id: 'inventory',
          ref: expect.any(String),
          title: expect.any(String),
          timing: '7 days after contract.terminated',
        },
      ],
      removed: [],
      renamed: [],
      changed: [{ id: 'export-window', title: expect.any(String), changes: expect.any(Array) }],
      reordered: false,
    });
    expect(contracts).toMatchObject([
      {
        file: ENDED,
        contract: 'acme',
        same: false,
        appears: [
          {
            id: 'inventory',
            clause: 'inventory',
            state: 'open',
            date: '2026-11-27',
            instant: '2026-11-27T22:00:00Z',
            timezone: 'Europe/Bucharest',
          },
        ],
        vanishes: [],
        changes: [{ id: 'export-window', moves: { old: '2026-12-15', new: '2026-12-20', days: 5 }, fields: [] }],
        reports: [],
      },
    ]);
  });

  it('compares a statute beside the terms of a contract', async () => {
    const later = readFileSync(new URL('../../terms/gdpr/2018-05-25.yaml', import.meta.url), 'utf8')
      .replace('version: "2018-05-25"', 'version: "2030"')
      .replace('period: 72 hours', 'period: 96 hours')
      .replace('id: subject-response', 'id: answer');
    const facts = file(
      'breach.yaml',
      `contract: { id: acme, terms: exoopus, timezone: Europe/Bucharest, holidays: [RO] }
events: ["personal-data-breach.detected@2026-11-20T10:00:00+02:00,breach=d1", "subject-request.received@2026-11-20,request=r1"]
`,
    );
    const { out } = await run(diff, 'gdpr@2018-05-25', file('gdpr.yaml', later), '--facts', facts, '--json');
    const { clauses, contracts } = JSON.parse(out);
    expect(clauses.renamed).toEqual([{ old: 'subject-response', new: 'answer', title: 'Answer to a data subject' }]);
    expect(contracts[0].changes).toMatchObject([
      { id: 'gdpr.breach-notification~d1', moves: { old: '2026-11-23', new: '2026-11-24', days: 1 } },
    ]);
    expect(contracts[0]).toMatchObject({ appears: [], vanishes: [] });
  });

  it.each([
    [[], /Name two versions\./],
    [['exoopus@2026-01'], /Name two versions\./],
    [['exoopus@2026-01', NEXT, '--as-of', '2026-12-01'], /--as-of is about the facts of a contract: .*--facts/],
    [['exoopus@2026-01', 'exoopus@2026-01', '--fact', 'x'], /--fact/],
    [['exoopus', NEXT], /exoopus: there is no such file\. Name its version: exoopus@2026-01/],
    [['nowhere.yaml', NEXT], /nowhere\.yaml: there is no such file\. Give pack@version, or the path of a YAML file/],
    [['eloomi@5.9', NEXT], /Name two versions of one pack/],
    [['exoopus@2026-01', NEXT, '--facts', 'nowhere.yaml'], /nowhere\.yaml cannot be read/],
    [['eloomi@5.9', 'eloomi@5.9', '--facts', ENDED], /the contract is under exoopus, and eloomi is compared/],
  ])('refuses the call %j', async (argv, message) => {
    await expect(run(diff, ...argv)).rejects.toThrow(UsageError);
    await expect(run(diff, ...argv)).rejects.toThrow(message);
  });

  it('takes the first revision by the label that proposals give it', async () => {
    const [first, labelled] = await Promise.all(
      ['eloomi@5.9', 'eloomi@5.9+1'].map((label) => run(diff, label, 'eloomi@5.9+2', '--json')),
    );
    expect(labelled).toEqual(first);
  });

  it.each([
    [['exoopus@1999', NEXT], /no version 1999/],
    [['exoopus@2026-01', file('broken.yaml', 'pack: exoopus\n')], /broken\.yaml:1:1 version: version is missing/],
  ])('exits 2, not 1, for %j', async (argv, message) => {
    const { code, out, err } = await run(diff, ...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  it('tells how to be called', async () => {
    const { code, out } = await run(diff, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^usage: clauseclock diff OLD NEW/);
  });
});

describe('clauseclock release', () => {
  const packs = join(folder, 'packs');
  const list = join(packs, 'released.json');
  const at = (...argv: string[]) => run(release, ...argv, '--terms-dir', packs);
  file('packs/exoopus/2026-07.yaml', nextExoopus());

  it('writes down what a version says, beside the packs', async () => {
    const first = await at('exoopus@2026-07');
    expect(first).toEqual({ code: 0, out: 'exoopus@2026-07 is released', err: '' });
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual({
      'exoopus@2026-07': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const again = await at('exoopus@2026-07');
    expect(again.out).toBe('exoopus@2026-07 was released before');
  });

  it('refuses a version that says something else since, and leaves the list as it is', async () => {
    const before = readFileSync(list, 'utf8');
    file('packs/exoopus/2026-07.yaml', nextExoopus().replace('period: 90 days', 'period: 91 days'));
    file('packs/exoopus/2026-08.yaml', nextExoopus('2026-08'));
    const { code, out, err } = await at('--all');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^exoopus@2026-07 was released and says something else since\. .*write a new version/);
    expect(readFileSync(list, 'utf8')).toBe(before);
  });

  it('takes every version that is not released yet with --all', async () => {
    file('packs/exoopus/2026-07.yaml', `# A comment is no change.\n${nextExoopus()}`);
    const { code, out } = await at('--all');
    expect({ code, out }).toEqual({ code: 0, out: 'exoopus@2026-07 was released before\nexoopus@2026-08 is released' });
    // The two say the same.
    const digests = Object.values(JSON.parse(readFileSync(list, 'utf8')));
    expect(digests).toHaveLength(2);
    expect(new Set(digests).size).toBe(1);
  });

  it('refuses what cannot be read, and what is not there', async () => {
    file('broken/acme/1.yaml', 'pack: acme\n');
    const broken = await run(release, 'acme@1', '--terms-dir', join(folder, 'broken'));
    expect(broken.code).toBe(2);
    expect(broken.err).toMatch(/version is missing/);
    const unknown = await at('exoopus@1');
    expect(unknown).toMatchObject({ code: 2, err: expect.stringMatching(/no version 1/) });
  });

  it.each([
    [[], /Name the versions, or give --all/],
    [['--all', 'exoopus@2026-07'], /Name the versions, or give --all/],
    [['exoopus'], /exoopus: name its version too/],
  ])('refuses the call %j', async (argv, message) => {
    await expect(at(...argv)).rejects.toThrow(UsageError);
    await expect(at(...argv)).rejects.toThrow(message);
  });

  it('refuses a list that somebody spoilt', async () => {
    for (const [text, message] of [
      ['{', /released\.json cannot be read/],
      ['{"exoopus@2026-07":"abc"}', /released\.json: exoopus@2026-07: a digest has 64 hexadecimal digits/],
    ] as const) {
      file('spoilt/released.json', text);
      await expect(run(release, '--all', '--terms-dir', join(folder, 'spoilt'))).rejects.toThrow(message);
    }
    await expect(run(release, '--all', '--terms-dir', 'nowhere')).rejects.toThrow(/there is no such folder/);
  });
});
