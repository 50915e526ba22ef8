import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { signPaddle, signStripe } from '../../local/sign-webhook.ts';

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The local stack as its own process. */
export interface LocalProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves to `http://localhost:…`, or rejects when the process ends before it serves. */
  readonly url: Promise<string>;
  /** Waits for words on its output. */
  says(words: string): Promise<void>;
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they expect to be there
  get(path: string): Promise<any>;
  post(path: string, body: unknown): Promise<Response>;
  /** Signed with the local secret at a moment of the real clock unless told otherwise. */
  webhook(provider: 'stripe' | 'paddle', body: unknown, signing?: Signing): Promise<Response>;
  kill(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface Signing {
  readonly at?: string;
  readonly secret?: string;
}

/** `main`: the entry point of another copy of the sources. */
export function startLocal(
  args: readonly string[],
  environment: Record<string, string> = {},
  main: string = MAIN,
): LocalProcess {
  const child = spawn(process.execPath, [main, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]): Ended => ({ code, ...output }));
  const url = waitFor(() => /http:\/\/localhost:\d+/.exec(output.stdout)?.[0]);
  url.catch(() => undefined);

  function waitFor<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      ended.then(() => reject(new Error(`it ended: ${output.stdout}${output.stderr}`)));
    });
  }

  const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${await url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    child,
    ended,
    url,
    says: async (words) => void (await waitFor(() => output.stdout.includes(words) || undefined)),
    request,
    get: async (path) => (await request('GET', path)).json(),
    post: (path, body) => request('POST', path, body),
    webhook: (provider, body, { at, secret = `whsec_local_${provider}` } = {}) => {
      const text = JSON.stringify(body);
      const seconds = Math.floor((at === undefined ? Date.now() : Date.parse(at)) / 1000);
      const [header, sign] =
        provider === 'stripe'
          ? (['stripe-signature', signStripe] as const)
          : (['paddle-signature', signPaddle] as const);
      return request('POST', `/webhooks/${provider}`, text, { [header]: sign(text, secret, seconds) });
    },
    kill: (signal = 'SIGKILL') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** A folder that is removed when the test has ended. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clauseclock-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
