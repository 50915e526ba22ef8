import { FaultPlan } from '../../local/aws/faults.ts';
import { PROVIDER_KEYS } from '../../local/environment.ts';
import { FakeProviders } from '../../local/providers/fake.ts';
import { motionlessTimer } from '../../local/time/clock.ts';
import { AnswerTable } from '../../shared/aws/table/answers.ts';
import { type IntakeRules, NO_RULES } from '../../shared/core/intake/rules.ts';
import type { InboundDependencies } from '../../shared/inbound/dependencies.ts';
import { AskedOnce } from '../../shared/providers/asked-once.ts';
import { Providers } from '../../shared/providers/providers.ts';
import { Door } from './door.ts';

/** A door behind which a provider can be asked. Without a key it cannot. */
export class AskingDoor {
  readonly door: Door;
  readonly providerFaults = new FaultPlan();
  readonly fake = new FakeProviders(this.providerFaults, Object.values(PROVIDER_KEYS));
  readonly dependencies: InboundDependencies;

  constructor(provider: string, key: string | undefined, intake: IntakeRules = NO_RULES) {
    this.door = new Door({}, intake);
    const { clock } = this.door.dependencies;
    const texts = { of: async (asked: string) => (asked === provider ? key : undefined) };
    const providers = new Providers(texts, { fetch: this.fake.fetch, timer: motionlessTimer });
    const answers = new AnswerTable(this.door.dynamodb, 'contracts', 90);
    this.dependencies = {
      ...this.door.dependencies,
      askFor: ({ id, account }) => new AskedOnce({ answers, clock, port: () => providers.port(provider, account) }, id),
    };
  }
}
