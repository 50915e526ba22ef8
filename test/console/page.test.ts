import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { consolePage } from '../../local/console/page.ts';

const page = consolePage();
const script = /<script type="module">([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';

describe('the console page', () => {
  it('allows exactly its own script, requests to its own server, and nothing else', () => {
    const hash = createHash('sha256').update(script).digest('base64');
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${hash}'`,
      "style-src 'unsafe-inline'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('loads nothing from elsewhere', () => {
    expect(page).not.toMatch(/<(link|img|base|object|embed)\b|@import|url\(|\bsrc=|https?:\/\//i);
  });

  it('never turns data into markup or code', () => {
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML|\beval\b|new Function|javascript:|import\(/,
    );
    // The one place that takes HTML is a frame that may run nothing.
    expect(script.match(/srcdoc/g)).toHaveLength(1);
    expect(script).toMatch(/h\('iframe', \{ sandbox: '',/);
  });

  it('is one valid script that uses every module', () => {
    expect(() => new Script(`'use strict';(async () => {${script}\n})`)).not.toThrow();
    expect(script).not.toMatch(/^\s*(import|export)\b/m);
    const folder = new URL('../../local/console/browser/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const [, name] =
        /^(?:export )?(?:async )?function (\w+)/m.exec(readFileSync(new URL(file, folder), 'utf8')) ?? [];
      expect(script, file).toContain(`function ${name}(`);
    }
  });
});
