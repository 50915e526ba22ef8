import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../local/time/clock.ts';
import { DueIndex } from '../../../local/time/due-index.ts';
import { Engine, EngineStoppedError, LivelockError, type Step, type WorkSource } from '../../../local/time/engine.ts';
import { TimeError } from '../../../local/time/instant.ts';

const START = '2026-11-20T08:00:00Z';

/** A source whose work is a list of instants; each may cause more work. */
class Planned implements WorkSource {
  readonly name: string;
  readonly ran: string[] = [];
  readonly #clock: VirtualClock;
  readonly #due = new DueIndex();
  readonly #then: ((key: string) => void) | undefined;

  constructor(name: string, clock: VirtualClock, then?: (key: string) => void) {
    this.name = name;
    this.#clock = clock;
    this.#then = then;
  }

  plan(key: string, instant: string): void {
    this.#due.set(key, Date.parse(instant));
  }

  async nextAt(): Promise<number | undefined> {
    return this.#due.first()?.at;
  }

  async runAt(nowMs: number): Promise<string> {
    const key = this.#due.takeDue(nowMs) ?? '';
    this.ran.push(`${key}@${this.#clock.now()}`);
    this.#then?.(key);
    return key;
  }
}

describe('clock', () => {
  it('writes milliseconds only when there are any', () => {
    const clock = new VirtualClock('2026-11-20T10:00:00+02:00');
    expect(clock.now()).toBe(START);
    clock.moveTo(clock.epochMs() + 5);
    expect(clock.now()).toBe('2026-11-20T08:00:00.005Z');
  });

  it('refuses to go back and keeps its time', () => {
    const clock = new VirtualClock(START);
    expect(() => clock.moveTo(clock.epochMs() - 1)).toThrow(TimeError);
    expect(clock.now()).toBe(START);
  });

  it('refuses a start that is no instant', () => {
    expect(() => new VirtualClock('2026-11-20')).toThrow(/clock: "2026-11-20" is not an instant/);
  });
});

describe('due index', () => {
  it('gives keys by instant, then in the order of setting, whatever was moved or removed', () => {
    const operation = fc.record({
      key: fc.integer({ min: 0, max: 12 }),
      at: fc.option(fc.integer({ min: 0, max: 5 })),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const index = new DueIndex();
        const expected = new Map<string, { at: number; sequence: number }>();
        for (const [sequence, { key, at }] of operations.entries()) {
          if (at === null) {
            index.delete(`${key}`);
            expected.delete(`${key}`);
          } else {
            index.set(`${key}`, at);
            expected.set(`${key}`, { at, sequence });
          }
        }
        const order = [...expected].sort(([, a], [, b]) => a.at - b.at || a.sequence - b.sequence).map(([key]) => key);
        const taken: (string | undefined)[] = [];
        while (index.size > 0) taken.push(index.takeDue(10));
        expect(taken).toEqual(order);
      }),
    );
  });
});

describe('engine', () => {
  it('goes from one piece of work to the next, in order, and drains what each causes before time moves', async () => {
    const clock = new VirtualClock(START);
    const mail = new Planned('mail', clock);
    const scheduler = new Planned('scheduler', clock, (key) => mail.plan(`mail of ${key}`, clock.now()));
    scheduler.plan('second', '2026-12-05T00:00:00Z');
    scheduler.plan('first', '2026-11-25T00:00:00Z');
    scheduler.plan('beyond', '2027-01-01T00:00:00Z');
    const steps: Step[] = [];
    const engine = new Engine({ clock, sources: [scheduler, mail], onStep: (step) => steps.push(step) });
    await engine.advanceTo('2026-12-31T00:00:00+02:00');
    expect(steps).toEqual([
      { at: '2026-11-25T00:00:00Z', source: 'scheduler', description: 'first' },
      { at: '2026-11-25T00:00:00Z', source: 'mail', description: 'mail of first' },
      { at: '2026-12-05T00:00:00Z', source: 'scheduler', description: 'second' },
      { at: '2026-12-05T00:00:00Z', source: 'mail', description: 'mail of second' },
    ]);
    expect(clock.now()).toBe('2026-12-30T22:00:00Z');
  });

  it('lets the source added first go first at one instant', async () => {
    const clock = new VirtualClock(START);
    const steps: string[] = [];
    const sources = ['a', 'b'].map((name) => new Planned(name, clock, (key) => steps.push(key)));
    for (const source of [...sources].reverse()) source.plan(`${source.name}1`, START);
    for (const source of sources) source.plan(`${source.name}2`, START);
    await new Engine({ clock, sources }).drain();
    expect(steps).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('runs overdue work first and drains without moving the clock', async () => {
    const clock = new VirtualClock(START);
    const source = new Planned('source', clock);
    source.plan('now', START);
    source.plan('late', '2026-11-19T00:00:00Z');
    source.plan('later', '2026-11-20T08:00:01Z');
    await new Engine({ clock, sources: [source] }).drain();
    expect(source.ran).toEqual([`late@${START}`, `now@${START}`]);
  });

  it('includes work due exactly at the target', async () => {
    const clock = new VirtualClock(START);
    const source = new Planned('source', clock);
    source.plan('at target', '2026-11-22T08:00:00Z');
    await new Engine({ clock, sources: [source] }).advanceBy('P2D');
    expect(source.ran).toEqual(['at target@2026-11-22T08:00:00Z']);
  });

  it('names the source that never finishes', async () => {
    const clock = new VirtualClock(START);
    const quiet = new Planned('quiet', clock);
    quiet.plan('once', START);
    const stuck: WorkSource = { name: 'stuck', nextAt: async () => clock.epochMs(), runAt: async () => undefined };
    const engine = new Engine({ clock, sources: [quiet, stuck], maxStepsPerInstant: 20 });
    await expect(engine.drain()).rejects.toThrow(LivelockError);
    await expect(engine.drain()).rejects.toThrow(/"stuck"/);
  });

  it('does not take many steps at many instants for a livelock', async () => {
    const clock = new VirtualClock(START);
    const source = new Planned('source', clock);
    for (let day = 1; day <= 28; day += 1) source.plan(`${day}`, `2026-12-${String(day).padStart(2, '0')}T00:00:00Z`);
    await new Engine({ clock, sources: [source], maxStepsPerInstant: 2 }).advanceTo('2027-01-01T00:00:00Z');
    expect(source.ran).toHaveLength(28);
  });

  it.each([
    ['advanceTo', 'tomorrow', /advanceTo: "tomorrow" is not an instant/],
    ['advanceTo', '2026-11-19T00:00:00Z', /lies before the clock's 2026-11-20T08:00:00Z/],
    ['advanceBy', '3 days', /advanceBy: "3 days" is not an ISO 8601 duration/],
    ['advanceBy', '-P1D', /lies before/],
  ] as const)('refuses %s %s', async (method, value, message) => {
    const clock = new VirtualClock(START);
    const engine = new Engine({ clock });
    await expect((async () => engine[method](value))()).rejects.toThrow(message);
    expect(clock.now()).toBe(START);
  });

  it('lets calls take turns, and a failed one gives way to the next', async () => {
    const clock = new VirtualClock(START);
    const engine = new Engine({ clock });
    const order: string[] = [];
    const work = (name: string, fails = false) =>
      engine.exclusive(async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        await engine.advanceBy('PT1H');
        order.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(clock.now()).toBe('2026-11-20T11:00:00Z');
  });

  it('lets no time pass while a request is being handled, and then does first what the request left behind', async () => {
    const clock = new VirtualClock(START);
    const source = new Planned('source', clock);
    source.plan('later', '2026-12-01T00:00:00Z');
    const engine = new Engine({ clock, sources: [source] });
    const request = Promise.withResolvers<void>();
    const handled = engine.request(async () => {
      await request.promise;
      source.plan(`asked at ${clock.now()}`, '2026-11-21T00:00:00Z');
    });
    const advanced = engine.advanceTo('2026-12-31T00:00:00Z');
    const afterwards = engine.request(async () => clock.now());
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now()).toBe(START);
    request.resolve();
    await Promise.all([handled, advanced]);
    expect(source.ran).toEqual([`asked at ${START}@2026-11-21T00:00:00Z`, 'later@2026-12-01T00:00:00Z']);
    expect([START, '2026-11-21T00:00:00Z']).toContain(await afterwards);
  });

  it('looks again when a request ended while it was looking', async () => {
    const clock = new VirtualClock(START);
    const source = new Planned('source', clock);
    const engine = new Engine({ clock, sources: [source] });
    let asked = false;
    engine.add({
      name: 'slow to say',
      nextAt: async () => {
        if (!asked) {
          asked = true;
          await engine.request(async () => source.plan('unseen', '2026-11-21T00:00:00Z'));
        }
        return undefined;
      },
      runAt: async () => undefined,
    });
    await engine.advanceTo('2026-12-31T00:00:00Z');
    expect(source.ran).toEqual(['unseen@2026-11-21T00:00:00Z']);
  });

  it('stops between two steps', async () => {
    const clock = new VirtualClock(START);
    const source = new Planned('source', clock, () => void engine.stop());
    for (let day = 21; day <= 30; day += 1) source.plan(`${day}`, `2026-11-${day}T00:00:00Z`);
    const engine = new Engine({ clock, sources: [source] });
    await expect(engine.advanceTo('2026-12-31T00:00:00Z')).rejects.toThrow(EngineStoppedError);
    expect(source.ran).toEqual(['21@2026-11-21T00:00:00Z']);
    await expect(engine.drain()).rejects.toThrow(EngineStoppedError);
  });

  it('refuses to be called from within a step', async () => {
    const clock = new VirtualClock(START);
    const engine = new Engine({ clock });
    let done = false;
    engine.add({
      name: 'recursive',
      nextAt: async () => (done ? undefined : clock.epochMs()),
      runAt: async () => {
        done = true;
        await engine.drain();
      },
    });
    await expect(engine.drain()).rejects.toThrow(/within one of its own steps/);
  });
});
