import type { ApiResponse, LocalApi } from '../api.ts';
import { JournaledStore } from '../aws/journal.ts';
import { localSecret } from '../environment.ts';
import { signPaddle, signStripe } from '../sign-webhook.ts';
import type { WorkSource } from '../time/engine.ts';
import { SCENES, type Scene } from './scenes.ts';

const SIGNATURES = {
  stripe: { header: 'stripe-signature', sign: signStripe },
  paddle: { header: 'paddle-signature', sign: signPaddle },
} as const;

/** A request of the story was refused: the sample itself is wrong. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}

/** The sample story as stored work: each scene plays once, also across restarts on the same data folder. */
export class Story implements WorkSource {
  readonly name = 'story';
  readonly #store: JournaledStore<{ played: number }>;
  readonly #tell: (scene: Scene) => void;
  #api: LocalApi | undefined;

  constructor(folder: string | undefined, tell: (scene: Scene) => void) {
    this.#store = new JournaledStore({ name: 'story', folder, tables: ['played'] });
    this.#tell = tell;
  }

  /** Starts the story: its scenes are sent to this API when they are due. */
  play(api: LocalApi): void {
    this.#api = api;
  }

  /** Leaves the story out for good, unless it has begun: a folder that was begun without it stays without it. */
  leaveOut(): void {
    if (this.#played === 0 && !this.isLeftOut) this.#store.write(['played', 'left-out', 1]);
  }

  get isLeftOut(): boolean {
    return this.#store.get('played', 'left-out') !== undefined;
  }

  async nextAt(): Promise<number | undefined> {
    const scene = SCENES[this.#played];
    return scene && this.#api && !this.isLeftOut ? Date.parse(scene.at) : undefined;
  }

  async runAt(nowMs: number): Promise<string> {
    const scene = SCENES[this.#played];
    if (!scene || !this.#api) return 'the story is over';
    this.#tell(scene);
    const { status, body } = await this.#request(this.#api, scene, nowMs);
    if (status >= 300) throw new StoryError(`${scene.says}: the answer was ${status} ${body}`);
    this.#store.write(['played', 'scenes', this.#played + 1]);
    return scene.says;
  }

  get #played(): number {
    return this.#store.get('played', 'scenes') ?? 0;
  }

  #request(api: LocalApi, { path, provider, body }: Scene, nowMs: number): Promise<ApiResponse> {
    const signature = provider && SIGNATURES[provider];
    const signed = signature && {
      [signature.header]: signature.sign(body, localSecret(provider), Math.floor(nowMs / 1000)),
    };
    const headers = { 'content-type': 'application/json', ...signed };
    return api.request({ method: 'POST', path, headers, body: new TextEncoder().encode(body) });
  }
}
