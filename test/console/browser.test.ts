import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeServer, HOSTILE, serveConsole } from './serve.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (CHROMIUM === undefined) {
  console.warn(
    'test/console/browser.test.ts is skipped: no Chromium in /usr/bin. Install one to run it: apt-get install chromium',
  );
}

describe.skipIf(CHROMIUM === undefined)('the console in a browser', () => {
  let browser: Browser;
  let server: FakeServer;
  const failures: string[] = [];

  beforeAll(async () => {
    server = await serveConsole({ withContract: true });
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
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(url: string): Promise<Page> {
    const page = await browser.newPage();
    page.setDefaultTimeout(8000);
    page.on('pageerror', (error) => failures.push(error.message));
    await page.goto(url);
    return page;
  }

  it('shows a deadline, why it falls on its day, and hostile text as text', async () => {
    const page = await open(server.url);
    await page.locator('h4', { hasText: HOSTILE }).waitFor();
    expect(await page.getByRole('region', { name: 'Not counted' }).textContent()).toContain(
      'export-window, by occurredAt',
    );
    expect(await page.locator('.sending').textContent()).toBe(
      `Letters are stopped: by ${HOSTILE}, no letters go out but escalations; 1 hold on letters to customers. 3 letters wait. See who and why: npx clauseclock sending, npx clauseclock hold list.`,
    );
    await page.locator('summary').first().click();
    await page.locator('.steps').first().waitFor();
    expect(await page.locator('.steps').first().textContent()).toContain('15 days after Friday 13 November 2026');
    for (const tab of ['Inbox', 'Schedules', 'Evidence', 'Webhooks', 'Timeline']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel', { name: tab }).waitFor();
    }
    expect(await page.locator('.entry p').textContent()).toBe(HOSTILE);
    expect(await page.evaluate('globalThis.stolen')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(failures).toEqual([]);
    await page.close();
  });

  it('reads a deadline’s explanation when it is opened, and not before', async () => {
    server.requested.length = 0;
    const page = await open(server.url);
    await page.locator('.deadline').nth(2).waitFor();
    const explained = () => server.requested.filter((url) => url.includes('explain=true'));
    expect(explained()).toEqual([]);
    expect(await page.locator('.steps').count()).toBe(0);
    await page.locator('summary').first().click();
    await page.locator('.steps li').first().waitFor();
    expect(explained()[0]).toBe('/contracts/acme/deadlines?explain=true');
    expect(await page.locator('details[open]').count()).toBe(1);
    await page.close();
  });

  it('follows the pages of a list, and reads further ones when asked', async () => {
    const page = await open(`${server.url}#acme/evidence`);
    await page.locator('.records tbody tr').nth(19).waitFor();
    expect(await page.locator('.records tbody tr').count()).toBe(20);
    expect(await page.getByRole('tab', { name: 'Deadlines' }).textContent()).toBe('Deadlines3');
    expect(await page.getByRole('tab', { name: 'Evidence' }).textContent()).toBe('Evidence20+');
    expect(await page.locator('.more').textContent()).toContain('These are the first 20 entries.');
    await page.getByRole('button', { name: 'Read more' }).click();
    await page.locator('.records tbody tr').nth(25).waitFor();
    expect(await page.locator('.more').count()).toBe(0);
    expect(await page.getByRole('tab', { name: 'Evidence' }).textContent()).toBe('Evidence26');
    await page.close();
  });

  it('tells a right that has arisen from what is closed, and when a step really went out', async () => {
    const page = await open(server.url);
    const arisen = page.getByRole('region', { name: 'In force' }).locator('.deadline');
    await arisen.waitFor();
    expect(await arisen.locator('.pill').textContent()).toBe('right has arisen');
    expect(await arisen.locator('p').first().textContent()).toContain(
      'In force for the provider since Thu 19 Nov 2026, 00:00',
    );
    expect(await page.getByRole('region', { name: 'Closed' }).count()).toBe(0);
    expect(await page.locator('.contract').textContent()).toContain('2 open deadlines, 1 right in force');
    await page.locator('summary').first().click();
    await page.locator('.steps').first().waitFor();
    expect(await page.locator('.deadline').first().locator('tbody td:last-child').allTextContents()).toEqual([
      'Fri 20 Nov 2026, 10:00',
      'left out',
      '',
    ]);
    await page.close();
  });

  it('lists the webhooks, what became of each, and those that wait alone', async () => {
    const page = await open(`${server.url}#acme/webhooks`);
    await page.locator('.webhooks li').nth(1).waitFor();
    expect(await page.locator('.webhooks li').nth(0).textContent()).toContain(
      `payment.failed parked – unknown-contract: ${HOSTILE}stripe~default~evt_2`,
    );
    expect(await page.locator('.webhooks li').nth(1).textContent()).toContain('payment.received recorded, acme');
    await page.getByLabel('Only those that wait').check();
    await page.locator('.webhooks li').nth(1).waitFor({ state: 'detached' });
    expect(await page.locator('.webhooks li .entry-kind').allTextContents()).toEqual(['parked']);
    await page.close();
  });

  it('shows a webhook whole, keeps what is typed, and passes a decision on with who and why', async () => {
    const page = await open(`${server.url}#acme/webhooks`);
    await page.locator('.webhooks').getByRole('button', { name: 'Open' }).first().click();
    const details = page.locator('.webhook-details');
    await details.waitFor();
    expect(await details.locator('pre').allTextContents()).toEqual([
      JSON.stringify({ id: 'evt_2', note: HOSTILE }, undefined, 2),
      expect.stringContaining('evt_2.payment.failed'),
    ]);
    await details.getByLabel('Who').fill('Ana');
    await details.getByLabel('Why').fill('It is a test of ours.');
    await page.getByLabel('Only those that wait').check();
    await page.locator('.webhooks li').nth(1).waitFor({ state: 'detached' });
    expect(await details.getByLabel('Who').inputValue()).toBe('Ana');
    await details.getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('#status', { hasText: 'The webhook is parked.' }).waitFor();
    expect(server.decisions).toEqual([{ by: 'Ana', reason: 'It is a test of ours.' }]);
    expect(await page.evaluate('globalThis.stolen')).toBeUndefined();
    await page.getByRole('button', { name: 'Close' }).click();
    await details.waitFor({ state: 'detached' });
    await page.locator('.webhooks').getByRole('button', { name: 'Open' }).first().click();
    expect(await details.getByLabel('Who').inputValue()).toBe('Ana');
    expect(await details.getByLabel('Why').inputValue()).toBe('');
    await page.close();
  });

  it('previews a message without letting it run anything', async () => {
    const page = await open(`${server.url}#acme/inbox`);
    const frame = page.frameLocator('iframe');
    await frame.locator('h1', { hasText: 'Suspension for non-payment' }).waitFor();
    expect(await page.evaluate('globalThis.stolen')).toBeUndefined();
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('');
    await page.getByRole('button', { name: 'Plain text' }).click();
    expect(await page.locator('pre.letter').textContent()).toContain('Why this date');
    await page.close();
  });

  it('moves the clock from the keyboard and keeps the focus', async () => {
    const page = await open(server.url);
    const button = page.getByRole('button', { name: '+1 day' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.locator('#status', { hasText: 'The clock has moved.' }).waitFor();
    expect(server.moves.at(-1)).toEqual({ advanceBy: 'P1D' });
    expect(await page.evaluate('document.activeElement.dataset.key')).toBe('clock +1 day');
    await page.getByRole('button', { name: 'To next schedule' }).click();
    await page.waitForFunction('!document.querySelector("[aria-busy=true]")');
    expect(server.moves.at(-1)).toEqual({ advanceTo: '2026-11-28T07:00:00Z' });
    await page.close();
  });

  it('says what the server refused, until it is dismissed', async () => {
    const page = await open(server.url);
    await page.getByRole('button', { name: '+1 week' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('answered 400. Refused: advanceBy is too far').waitFor();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    expect(await alert.textContent()).toBe('');
    await page.close();
  });

  it('tells what to do when there is no contract, and when the server is gone', async () => {
    const empty = await serveConsole({ withContract: false });
    const page = await open(empty.url);
    expect(await page.locator('.empty').textContent()).toContain(`curl -X POST ${empty.url}contracts`);
    await empty.close();
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByRole('alert').getByText('The local server does not answer').waitFor();
    await page.close();
  });

  it('fits a narrow screen', async () => {
    const page = await open(server.url);
    await page.setViewportSize({ width: 360, height: 700 });
    for (const tab of ['Deadlines', 'Inbox', 'Schedules', 'Evidence', 'Timeline', 'Webhooks']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await page.evaluate('document.documentElement.scrollWidth'), tab).toBeLessThanOrEqual(360);
    }
    await page.close();
  });
});
