import { MessageRejected } from '@aws-sdk/client-ses';
import type { VirtualClock } from '../time/clock.ts';
import { clientFault, operationOf } from './errors.ts';
import { conflicted, serverError, throttled, timedOut } from './fault-errors.ts';
import type { Fault, FaultPlan, SdkService } from './faults.ts';
import { crash, hasCrashed } from './invocation.ts';

interface Client {
  send(command: never, ...rest: never[]): unknown;
}

type Send = (command: unknown, ...rest: unknown[]) => Promise<unknown>;

/**
 * The same client (a fake, or the SDK’s own) whose `send` meets the faults of a plan. `clock` is moved by `latency`.
 */
export function withFaults<C extends Client>(client: C, service: SdkService, plan: FaultPlan, clock?: VirtualClock): C {
  const real = (client.send as Send).bind(client);
  const send: Send = (command, ...rest) => {
    // Calls of a crashed invocation have no effect.
    if (hasCrashed()) return new Promise(() => undefined);
    const operation = operationOf(command);
    const fault = plan.take('call', service, operation);
    const call = () => real(command, ...rest);
    return fault === undefined ? call() : strike(fault, { service, operation, call, command, clock });
  };
  return new Proxy(client, {
    get(target, key) {
      if (key === 'send') return send;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

interface Strike {
  readonly service: SdkService;
  readonly operation: string;
  readonly command: unknown;
  readonly clock: VirtualClock | undefined;
  call(): Promise<unknown>;
}

async function strike(fault: Fault, { service, operation, command, clock, call }: Strike): Promise<unknown> {
  switch (fault.fault) {
    case 'throttle':
      throw throttled(service);
    case 'error':
      throw serverError(service);
    case 'conflict':
      throw conflicted(operation, transactionItems(command));
    case 'refused':
      throw new MessageRejected({ message: fault.message, ...clientFault(400) });
    case 'crash-before':
      return crash(`crashed before ${service} ${operation}`);
    case 'crash-after':
      await call();
      return crash(`crashed after ${service} ${operation}`);
    case 'timeout':
      if (fault.effect) await call();
      throw timedOut(operation);
    case 'latency':
      if (clock === undefined) throw new Error('A latency fault needs the clock: pass it to withFaults.');
      clock.moveTo(clock.epochMs() + fault.ms);
      return call();
    default:
      throw new Error(`The fault ${fault.fault} does not strike a call.`);
  }
}

function transactionItems(command: unknown): number {
  const input = typeof command === 'object' && command !== null && 'input' in command ? command.input : undefined;
  const items =
    typeof input === 'object' && input !== null && 'TransactItems' in input ? input.TransactItems : undefined;
  return Array.isArray(items) ? items.length : 1;
}
