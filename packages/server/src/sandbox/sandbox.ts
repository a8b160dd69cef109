import type { PostDelivery } from '#background/webhooks/post-delivery'
import type { Assets } from '#site/assets'
import type { PageRoute } from '#site/page-route'
import { HookInspector } from './hook-inspector.ts'
import { createInjectedFaults, type InjectedFaults } from './injected-faults.ts'
import { type SandboxDependencies, sandboxApi } from './sandbox-api.ts'
import { sandboxPages } from './sandbox-notice.ts'

/** What `--sandbox` adds to a server; everything else is as in production. */
export interface Sandbox {
  readonly faults: InjectedFaults
  routes(assets: Assets): readonly PageRoute[]
  /** Sets the address by which the server reaches itself, once it listens. */
  listensAt(url: string): void
  /** Sends deliveries to the sandbox's own inspector directly; all others may not reach this machine. */
  deliverToOwn(others: PostDelivery, own: PostDelivery): PostDelivery
}

export function createSandbox(dependencies: Omit<SandboxDependencies, 'faults' | 'hooks' | 'ownUrl'>): Sandbox {
  const faults = createInjectedFaults()
  let url = ''
  const ownUrl = () => url
  return {
    faults,
    routes: (assets) => [
      ...sandboxPages(assets),
      ...sandboxApi({ ...dependencies, faults, hooks: new HookInspector(), ownUrl }),
    ],
    listensAt(listening) {
      url = listening
    },
    deliverToOwn: (others, own) => (delivery, signal) => {
      const isOwn = delivery.url.startsWith(`${ownUrl()}/sandbox/hooks/`)
      return isOwn ? own(delivery, signal) : others(delivery, signal)
    },
  }
}
