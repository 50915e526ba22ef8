import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../cli/command-line.ts';
import { readFactsFile } from '../../cli/facts-file.ts';
import { planCommand } from './plan-command.ts';

const { file, run, remove } = planCommand();
afterAll(remove);

const YAML = `contract:
  id: acme
  terms: exoopus
  version: 2026-01
  timezone: Europe/Bucharest
  holidays: [RO]
  customer: { email: ana@acme.example }
events:
  - contract.terminated@2026-11-20T10:00:00+02:00
  - kind: invoice.issued
    occurredAt: 2026-11-01
    data: { invoice: 00123, dueOn: 2026-11-15, amount: 1990, version: 5.10 }
`;

describe('a file with a case', () => {
  it('holds a contract and events, as text or as objects', () => {
    const { contract, events } = readFactsFile(file('case.yaml', YAML));
    expect(contract).toMatchObject({ id: 'acme', version: '2026-01', holidays: ['RO'] });
    expect(events).toEqual([
      {
        id: expect.stringMatching(/^evt-/),
        kind: 'contract.terminated',
        occurredAt: '2026-11-20T10:00:00+02:00',
        data: {},
      },
      {
        id: expect.stringMatching(/^evt-/),
        kind: 'invoice.issued',
        occurredAt: '2026-11-01',
        // What looks like a number in another form is a name.
        data: { invoice: '00123', dueOn: '2026-11-15', amount: 1990, version: '5.10' },
      },
    ]);
  });

  it('may write a version as a number', () => {
    const versions = ['5.9', '5.10', '2026-01', '"5.9"'].map(
      (version) => readFactsFile(file('version.yaml', `contract: { version: ${version} }`)).contract?.version,
    );
    expect(versions).toEqual(['5.9', '5.10', '2026-01', '5.9']);
  });

  it('says the same as the call would', async () => {
    const contract = { id: 'acme', terms: 'exoopus', holidays: ['RO'], customer: { email: 'ana@acme.example' } };
    const event = { kind: 'invoice.due', occurredAt: '2026-11-01', data: { invoice: 'in_1', dueOn: '2026-11-15' } };
    const facts = file('case.json', JSON.stringify({ contract, events: [event] }));
    const called = ['--contract', file('contract.json', JSON.stringify(contract))];
    const text = 'invoice.due@2026-11-01,invoice=in_1,dueOn=2026-11-15';
    expect(await run('--facts', facts, '--json')).toEqual(await run(...called, '--event', text, '--json'));
  });

  it('goes with further events, and with terms of the call', async () => {
    const facts = file('events.yaml', 'events: [contract.terminated@2026-11-20]');
    const { out } = await run('--facts', facts, '--terms', 'exoopus', '--event', 'data.deleted@2026-11-21', '--json');
    expect(JSON.parse(out).deadlines.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      ['export-window', 'open'],
      ['deletion', 'met'],
    ]);
  });

  it('may leave the id and the customer of the contract out', async () => {
    const facts = file('short.yaml', 'contract: { terms: exoopus }\nevents: [contract.terminated@2026-11-20]');
    expect((await run('--facts', facts)).out).toContain('Export of the customer’s data');
  });

  it('takes the same event twice for one', async () => {
    const facts = file(
      'twice.yaml',
      'contract: { terms: exoopus }\nevents: [data.deleted@2026-11-20, data.deleted@2026-11-20]',
    );
    expect((await run('--facts', facts)).code).toBe(0);
  });

  it.each([
    ['a field that is none', '{"contrct": {}}', /:1: contrct: there is no such field; did you mean contract\?$/],
    [
      'a contract alone',
      '{"id": "acme", "terms": "exoopus", "customer": {"email": "ana@acme.example"}}',
      /:1: id: there is no such field; the file is a contract alone; put it under contract: \{ "contract": \{ … \}, "events": \[\] \}\.?$/,
    ],
    ['no object', '[]', /: it holds no object; a case has contract and events\.$/],
    ['nothing', '', /: it holds no object/],
    ['broken YAML', 'contract: [', /:1: a bracket that was opened before is not closed/],
    ['a key given twice', 'events: []\nevents: []', /:2: events is given twice/],
    ['an alias that leads nowhere', 'events: *none', /:1: \*none stands for nothing/],
    ['a contract that is none', 'contract: acme', /:1: contract: a contract is an object\.$/],
    ['events that are no list', 'events: none', /:1: events: give a list of events\.$/],
    ['an event that is neither', 'events: [7]', /:1: events\.0: write an object with kind, occurredAt and data/],
    [
      'a field of an event',
      'events:\n  - { kind: data.deleted, date: 2026-01-01, occurredAt: 2026-01-01 }',
      /:2: events\.0\.date: .*did you mean data\?$/,
    ],
    [
      'a moment that is missing',
      'events:\n  - kind: data.deleted',
      /:2: events\.0\.occurredAt: occurredAt is missing; write a day such as 2026-11-20, or a moment\.$/,
    ],
    [
      'a day that does not exist',
      'events:\n  - kind: data.deleted\n    occurredAt: 2026-02-30',
      /:3: events\.0\.occurredAt: day "2026-02-30" is not a day/,
    ],
    [
      'a datum',
      'events:\n  - kind: invoice.due\n    occurredAt: 2026-02-03\n    data:\n      dueOn: 2026-02-30',
      /:5: events\.0\.data\.dueOn: day "2026-02-30"/,
    ],
    ['a fact in words', 'events:\n  - data.deleted', /:2: events\.0: data\.deleted: occurredAt: /],
    [
      'a kind of Clauseclock’s own',
      'events: [{ kind: deadline.lapsed, occurredAt: 2026-02-03 }]',
      /events\.0\.kind: only Clauseclock itself/,
    ],
    [
      'an id given twice',
      'events: [{ id: a, kind: data.deleted, occurredAt: 2026-02-03 }, { id: a, kind: data.deleted, occurredAt: 2026-02-04 }]',
      /:1: events\.1: its id a is that of events\.0; give it another\.$/,
    ],
  ])('names file and place of %s', (_, content, message) => {
    const path = file('faulty.yaml', content);
    expect(() => readFactsFile(path)).toThrow(UsageError);
    expect(() => readFactsFile(path)).toThrow(message);
    expect(() => readFactsFile(path)).toThrow(path);
  });

  it.each([
    ['contract: { id: a b, terms: exoopus }', /faulty\.yaml:1: contract\.id: use 1 to 64 letters/],
    [
      'contract:\n  terms: exoopus\n  customer:\n    email: 7\n    nmae: A\n  billing: monthly\n  startsOn: 2026',
      new RegExp(
        [
          'The contract is not valid\\.',
          '  \\S*:4: contract\\.customer\\.email: write an e-mail address, such as ana@acme\\.example',
          '  \\S*:5: contract\\.customer\\.nmae: there is no field nmae here; did you mean name\\?',
          '  \\S*:7: contract\\.startsOn: write a day such as 2026-11-20',
          '  \\S*:6: contract\\.billing: this is text, and a set of fields is wanted; write name: value for each: cycle, anchorDay',
        ].join('\n'),
      ),
    ],
    [
      'contract: { terms: exoopus }\nevents: [contract.terminate@2026-11-20]',
      /faulty\.yaml:2: events\.0: there is no kind of event contract\.terminate\. Known/,
    ],
    [
      'contract: { terms: exoopus, startsOn: 2026-12-01 }\nevents: [data.deleted@2026-11-20]',
      /faulty\.yaml:2: events\.0: it lies before the contract starts/,
    ],
    ['events: []', /faulty\.yaml: contract: it is missing; .*--terms/],
  ])('names the file of what does not fit: %s', async (content, message) => {
    const call = () => run('--facts', file('faulty.yaml', content));
    await expect(call()).rejects.toThrow(UsageError);
    await expect(call()).rejects.toThrow(message);
  });

  it('names the file of a contract that does not go with its terms', async () => {
    const { code, err } = await run('--facts', file('faulty.yaml', 'contract: { terms: exoopus, holidays: [XX] }'));
    expect(code).toBe(1);
    expect(err).toMatch(/faulty\.yaml:1: contract\.holidays: unknown holiday set "XX"/);
  });

  it('and a second contract exclude each other', async () => {
    const facts = file('case.yaml', YAML);
    const contract = file('contract.json', '{"terms":"exoopus"}');
    await expect(run('--facts', facts, '--contract', contract)).rejects.toThrow(/names a contract of its own/);
  });

  it('has to be there', async () => {
    await expect(run('--facts', 'nowhere.yaml')).rejects.toThrow(/--facts nowhere\.yaml cannot be read/);
  });
});
