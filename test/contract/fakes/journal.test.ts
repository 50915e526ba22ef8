import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JournalError, JournaledStore } from '../../../local/aws/journal.ts';
import { openClock } from '../../../local/time/clock.ts';
import { dataFolder } from './folder.ts';

type Tables = { item: { readonly n: number }; counter: number };

function open(folder?: string): JournaledStore<Tables> {
  return new JournaledStore<Tables>({ name: 'test', folder, tables: ['item', 'counter'] });
}

describe('journal', () => {
  it('gives a new instance on the same folder the same entries in the same order', () => {
    const folder = dataFolder();
    const store = open(folder);
    store.write(['item', 'b', { n: 1 }], ['counter', 'all', 1]);
    store.write(['item', 'a', { n: 2 }]);
    store.write(['item', 'b', { n: 3 }]);
    store.write(['item', 'gone', { n: 4 }]);
    store.write(['item', 'gone', null]);
    const again = open(folder);
    expect([...again.entries('item')]).toEqual([
      ['b', { n: 3 }],
      ['a', { n: 2 }],
    ]);
    expect(again.get('counter', 'all')).toBe(1);
    expect(again.torn).toBeUndefined();
  });

  it('has written a change to the file before the call returns', () => {
    const folder = dataFolder();
    const store = open(folder);
    store.write(['item', 'a', { n: 1 }]);
    expect(readFileSync(join(folder, 'test.jsonl'), 'utf8')).toContain('[["item","a",{"n":1}]]\n');
  });

  it('drops a torn last line, says so, and appends cleanly after it', () => {
    const folder = dataFolder();
    open(folder).write(['item', 'a', { n: 1 }]);
    appendFileSync(join(folder, 'test.jsonl'), '[["item","é","{"n"');
    const torn = open(folder);
    expect(torn.torn).toBe('[["item","é","{"n"');
    torn.write(['item', 'b', { n: 2 }]);
    const again = open(folder);
    expect(again.torn).toBeUndefined();
    expect([...again.entries('item')].map(([key]) => key)).toEqual(['a', 'b']);
  });

  it('applies the changes of one write together or not at all', () => {
    const folder = dataFolder();
    open(folder).write(['item', 'a', { n: 1 }]);
    appendFileSync(join(folder, 'test.jsonl'), '[["item","a",null],["item","b",{"n":1}]');
    expect([...open(folder).entries('item')]).toEqual([['a', { n: 1 }]]);
  });

  it('refuses a damaged line that is not the last one', () => {
    const folder = dataFolder();
    const store = open(folder);
    store.write(['item', 'a', { n: 1 }]);
    appendFileSync(join(folder, 'test.jsonl'), 'garbage\n');
    store.write(['item', 'b', { n: 2 }]);
    expect(() => open(folder)).toThrow(JournalError);
    expect(() => open(folder)).toThrow(/test\.jsonl: line 3 is not a change: garbage/);
  });

  it('refuses a file of another journal', () => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'test.jsonl'), '{"journal":"other","version":1}\n');
    expect(() => open(folder)).toThrow(/first line/);
  });

  it('compacts on loading once most lines are history', () => {
    const folder = dataFolder();
    const store = open(folder);
    for (let n = 0; n < 50; n += 1) store.write(['item', 'a', { n }]);
    open(folder);
    expect(readFileSync(join(folder, 'test.jsonl'), 'utf8').split('\n')).toHaveLength(3);
    expect(open(folder).get('item', 'a')).toEqual({ n: 49 });
  });

  it('lets the clock go on where it stood', () => {
    const folder = dataFolder();
    const clock = openClock({ start: '2026-11-20T08:00:00Z', folder });
    clock.moveTo(clock.epochMs() + 86_400_000);
    expect(openClock({ start: '2026-11-20T08:00:00Z', folder }).now()).toBe('2026-11-21T08:00:00Z');
  });

  it('lets a clock that was never moved go on where it started', () => {
    const folder = dataFolder();
    openClock({ start: '2026-11-20T08:00:00Z', folder });
    expect(openClock({ start: '2026-11-30T14:00:00Z', folder }).now()).toBe('2026-11-20T08:00:00Z');
  });
});
