import type { SendWindow } from '../core/notices/send-window.ts';

const WINDOW = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Reads `08:00-18:00`; undefined if it is written otherwise, or does not end after it begins. */
export function sendWindowOf(text: string): SendWindow | undefined {
  const [, from = '', until = ''] = WINDOW.exec(text) ?? [];
  return from < until ? { from, until } : undefined;
}
