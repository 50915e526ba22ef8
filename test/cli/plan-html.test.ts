import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../cli/plan/html-markup.ts';
import { planCommand } from './plan-command.ts';

const { file, run, remove } = planCommand();
afterAll(remove);

const HOSTILE = `</style><script>globalThis.stolen=1</script><img src=x onerror="globalThis.stolen=1"> & 'q' "q`;

const CASE = file(
  'hostile.json',
  JSON.stringify({
    contract: {
      id: 'acme',
      terms: 'exoopus',
      timezone: 'Europe/Bucharest',
      holidays: ['RO'],
      statutes: ['gdpr'],
      startsOn: '2026-01-15',
      customer: { name: HOSTILE, email: 'ana@acme.example' },
    },
    events: [
      {
        kind: 'invoice.due',
        occurredAt: '2026-10-01',
        data: { invoice: HOSTILE, dueOn: '2026-10-15', note: 'x'.repeat(500) },
      },
      'terms-change.announced@2026-11-10,id=late,change=c2,effectiveOn=2026-11-20',
      'subject-request.received@2026-11-15,request=r1',
      'contract.terminated@2026-11-20T10:00:00+02:00',
      'legal-hold.placed@2026-12-01',
    ],
  }),
);
const page = async (...argv: string[]) => (await run(...argv, '--html')).out;

describe('the page of a plan', () => {
  it('tells everything that belongs into a file', async () => {
    const text = await page('--facts', CASE, '--as-of', '2026-12-02');
    for (const part of [
      '<h1>Exoopus Terms of Use</h1>',
      'As of Wednesday 2 December 2026, with every lapse up to then',
      '<dt>Terms</dt><dd>exoopus, version 2026-01</dd>',
      'General Data Protection Regulation (gdpr@2018-05-25+2; still to be reviewed by counsel)',
      '<dt>Days of</dt><dd>Europe/Bucharest</dd>',
      '<dt>Holidays</dt><dd>RO@2026.1</dd>',
      '<dt>Starts on</dt><dd>Thursday 15 January 2026</dd>',
      '<h2>Facts</h2>',
      'Friday 20 November 2026, 10:00 (Europe/Bucharest, UTC+02:00)',
      '<h2>Timeline</h2>',
      '<h2>Deadlines</h2>',
      '<h2>Each deadline, and why</h2>',
      '<h4>Assumptions</h4>',
      'the last day moves by the time that it stood still',
      '<h4>What would still change this</h4>',
      '<h2>Refused: these events have no effect</h2>',
      'The earliest lawful day is Thursday 10 December 2026',
      '<h2>No period to count</h2>',
      'Computed by Clauseclock; not legal advice.',
      'Terms: exoopus@2026-01+2, gdpr@2018-05-25+2. Holidays: RO@2026.1.',
    ]) {
      expect(text, part).toContain(part);
    }
    const numbered = text.split('<h4>Why</h4>').slice(1);
    expect(numbered).toHaveLength(4);
    for (const steps of numbered) expect(steps.slice(0, steps.indexOf('</ol>'))).not.toContain('Assumption');
  });

  it('shows amounts as money, the pack’s own kinds with what they mean, and who is told when', async () => {
    const paid = 'payment.received@2026-10-20,payment=p1,amount=10000,currency=EUR';
    const noticed = 'downgrade.noticed@2026-10-21';
    const text = await page(
      '--terms',
      'eloomi',
      '--event',
      paid,
      '--event',
      noticed,
      '--event',
      'contract.terminated@2026-11-20',
    );
    expect(text).toContain('<span class="datum">amount: EUR 100.00</span>');
    expect(text).not.toContain('currency:');
    expect(text).toContain(
      'The customer gives written notice that the next subscription period is to be a smaller one.',
    );
    expect(text).toContain('<p class="notices">Notices: opened, to the customer, on Fri 20 Nov 2026 00:00; ');
  });

  it('loads nothing, runs nothing, and takes names for what they are', async () => {
    const text = await page('--facts', CASE);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|javascript:/i);
    expect(text).not.toMatch(/<[^>]*\s(src|href|on\w+)=/i);
    expect(text).not.toMatch(/url\(|@import/);
    expect(text).toContain("default-src 'none'");
    expect(text).toContain('&lt;script&gt;globalThis.stolen=1&lt;/script&gt;');
    expect(text.match(/<style>/g)).toHaveLength(1);
  });

  it('says so when nothing follows, and of whom it is when nobody is named', async () => {
    const text = await page('--terms', 'exoopus');
    expect(text).toContain('No deadline follows from these facts.');
    expect(text).toContain('<title>Deadlines under Exoopus Terms of Use</title>');
    expect(text).not.toContain('<h2>Timeline</h2>');
  });

  it('shows of a long history what goes on, and the whole of it in the table', async () => {
    const facts = file(
      'monthly.yaml',
      'contract: { id: monthly, terms: exolyt, startsOn: 2016-01-31, billing: { cycle: 1 month } }\n',
    );
    const text = await page('--facts', facts, '--as-of', '2026-02-15');
    expect(text.match(/<i class="bar state-lapsed" style/g)).toBeNull();
    expect(text.match(/<i class="bar state-open" style/g)).toHaveLength(1);
    expect(text).toContain('Left out here: 120 of 121');
    expect(text.match(/<tr class="state-/g)).toHaveLength(121);
  });

  it('keeps bars and marks within the timeline', async () => {
    const text = await page('--facts', CASE, '--as-of', '2026-12-02');
    const places = [...text.matchAll(/(?:left|right):(-?[\d.]+)%/g)].map(([, place]) => Number(place));
    expect(places.length).toBeGreaterThan(20);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThanOrEqual(100);
  });
});

describe('markup', () => {
  it('makes values safe, and leaves alone what was written as markup', () => {
    expect(html`<p title="${'"><b>'}">${'<&>'} ${html`<b>${"'"}</b>`}${undefined}${[html`<i></i>`]}${7}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;b&gt;">&lt;&amp;&gt; <b>&#39;</b><i></i>7</p>',
    );
  });

  it('keeps the spaces around a value, and drops what would turn the reading direction', () => {
    expect(html`a${' b\u202e\u0000c '}d`.text).toBe('a b c d');
  });
});

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

describe.skipIf(CHROMIUM === undefined)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(() => browser?.close());

  it('fits a narrow screen, asks for nothing and runs nothing', async () => {
    const path = file('page.html', await page('--facts', CASE, '--as-of', '2026-12-02'));
    const opened = await browser.newPage();
    const said: string[] = [];
    opened.on('console', (message) => said.push(message.text()));
    opened.on('request', (request) => said.push(request.url()));
    await opened.goto(`file://${path}`);
    for (const width of [1200, 360]) {
      await opened.setViewportSize({ width, height: 800 });
      expect(await opened.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    expect(said).toEqual([`file://${path}`]);
    expect(await opened.evaluate('globalThis.stolen')).toBeUndefined();
    expect(await opened.locator('img, script').count()).toBe(0);
    expect(await opened.locator('.parties').textContent()).toBe(`Contract acme with ${HOSTILE}`);
    await opened.close();
  });

  // The last month begins at the right edge, and facts come closer to each other than their numbers are wide.
  it.each([
    ['screen', 1200],
    ['screen', 360],
    ['print', 672],
  ] as const)('keeps labels and numbers apart and within the page, on a %s %d wide', async (media, width) => {
    const days = [1, 3, 5, 7, 9, 11, 13, 15, 16, 18, 20].map((day) => String(day).padStart(2, '0'));
    const paid = days.flatMap((day) => ['--event', `payment.received@2026-10-${day},payment=p${day}`]);
    const noticed = ['--event', 'breach.alleged@2026-10-20,breach=b', '--event', 'legal-hold.placed@2027-03-02,hold=h'];
    const opened = await browser.newPage({ viewport: { width, height: 900 } });
    await opened.emulateMedia({ media });
    await opened.goto(`file://${file('edges.html', await page('--terms', 'exoopus', ...paid, ...noticed))}`);
    const boxes = async (what: string) =>
      (await opened.locator(what).all()).reduce<Promise<{ left: number; right: number }[]>>(async (before, each) => {
        const box = await each.boundingBox();
        return box === null ? before : [...(await before), { left: box.x, right: box.x + box.width }];
      }, Promise.resolve([]));
    const [page_] = await boxes('main');
    for (const what of ['.label', '.fact']) {
      const found = await boxes(what);
      expect(found.length, what).toBeGreaterThan(1);
      expect(found.at(-1)?.right, what).toBeLessThanOrEqual(page_?.right ?? 0);
      for (const [index, box] of found.slice(1).entries()) expect(box.left).toBeGreaterThan(found[index]?.right ?? 0);
    }
    await opened.close();
  });

  it('prints without backgrounds, breaking within a deadline only between its parts', async () => {
    const opened = await browser.newPage();
    await opened.goto(`file://${file('print.html', await page('--facts', CASE, '--as-of', '2026-12-02'))}`);
    await opened.emulateMedia({ media: 'print' });
    const breaks = (what: string) => opened.evaluate(`getComputedStyle(document.querySelector("${what}")).breakInside`);
    expect(await breaks('article')).toBe('auto');
    expect(await breaks('article li')).toBe('avoid');
    const pdf = await opened.pdf({ preferCSSPageSize: true, printBackground: false });
    // A4 in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    await opened.close();
  });
});

describe('the calendar of a plan', () => {
  it('is a whole iCalendar object, each line ended by CRLF', async () => {
    const written: string[] = [];
    const { plan } = await import('../../cli/plan/plan.ts');
    await plan(['--facts', CASE, '--ics'], { out: (text) => written.push(`${text}\n`), err: () => undefined });
    const text = written.join('');
    expect(text.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    // The suspension, the answer, the export, and the deletion that stands still.
    expect(text.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(4);
  });

  it('is stamped with the moment it is told as of', async () => {
    const { out } = await run('--facts', CASE, '--ics', '--as-of', '2026-12-02T10:00:00+02:00');
    expect(new Set(out.match(/^DTSTAMP.*$/gm))).toEqual(new Set(['DTSTAMP:20261202T080000Z']));
  });
});
