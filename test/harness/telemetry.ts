import type { LogCode, LogFacts, MetricName, Telemetry } from '../../shared/runtime/log.ts';

export interface LogLine {
  readonly service: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly code: LogCode;
  readonly facts: LogFacts;
  /** The error itself, which the real log shows the name and place of only. */
  readonly error?: unknown;
}

/** Keeps what the functions log and count, in place of the real log. */
export class CapturedTelemetry {
  readonly lines: LogLine[] = [];
  readonly counts = new Map<MetricName, number>();
  /** Of the counts what was written: a process that dies takes the others with it. */
  readonly written = new Map<MetricName, number>();

  of(service: string): Telemetry {
    const pending = new Map<MetricName, number>();
    return {
      info: (code, facts = {}) => void this.lines.push({ service, level: 'info', code, facts }),
      warn: (code, facts = {}) => void this.lines.push({ service, level: 'warn', code, facts }),
      error: (code, error, facts = {}) => void this.lines.push({ service, level: 'error', code, facts, error }),
      count: (metric, times = 1) => {
        add(this.counts, metric, times);
        add(pending, metric, times);
      },
      flush: () => {
        for (const [metric, times] of pending) add(this.written, metric, times);
        pending.clear();
      },
    };
  }

  counted(metric: MetricName): number {
    return this.counts.get(metric) ?? 0;
  }

  /** The lines with this code, oldest first. */
  with(code: LogCode): LogLine[] {
    return this.lines.filter((line) => line.code === code);
  }
}

function add(counts: Map<MetricName, number>, metric: MetricName, times: number): void {
  counts.set(metric, (counts.get(metric) ?? 0) + times);
}
