import { lambdaContext } from '../../../local/aws/invocation.ts';
import type { LocalFunction } from '../../../local/functions.ts';
import type { FunctionDeclaration } from '../../../shared/runtime/declaration.ts';
import { type Ground, Instance } from './instance.ts';

interface Started {
  readonly instance: Instance;
  readonly handler: LocalFunction['handler'];
  readonly at: number;
}

/** A function with the processes it has started: an idle one takes the next event, or a new one is started. */
export class SimulatedFunction {
  readonly declaration: FunctionDeclaration;
  readonly #ground: Ground;
  readonly #assemble: (instance: Instance) => LocalFunction;
  readonly #idle: Started[] = [];

  constructor(declaration: FunctionDeclaration, ground: Ground, assemble: (instance: Instance) => LocalFunction) {
    this.declaration = declaration;
    this.#ground = ground;
    this.#assemble = assemble;
  }

  /** @throws SimulatedCrash if the process dies over it, or whatever the handler throws */
  async invoke(event: unknown): Promise<unknown> {
    const { name, timeoutSeconds } = this.declaration;
    const { kernel } = this.#ground;
    const instance = this.#taken() ?? this.#started();
    const timeoutMs = timeoutSeconds * 1000;
    const ends = kernel.now + timeoutMs;
    const context = { ...lambdaContext(name, timeoutSeconds), getRemainingTimeInMillis: () => ends - kernel.now };
    const result = await instance.instance.work(() => instance.handler(event, context), timeoutMs);
    if (instance.at >= this.#ground.releaseAt || kernel.now < this.#ground.releaseAt) this.#idle.push(instance);
    return result;
  }

  /** One that is idle, and of the release that is out. */
  #taken(): Started | undefined {
    const { kernel, releaseAt } = this.#ground;
    const one = this.#idle.pop();
    return one === undefined || one.at >= releaseAt || kernel.now < releaseAt ? one : this.#taken();
  }

  #started(): Started {
    const instance = new Instance(this.declaration.name, ++this.#ground.instances.started, this.#ground);
    return { instance, handler: this.#assemble(instance).handler, at: this.#ground.kernel.now };
  }
}
