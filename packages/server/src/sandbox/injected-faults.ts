import { LRUCache } from 'lru-cache'
import { type FaultInjection, type InjectedFault, refuse } from '#gateway/call/incoming-call'
import { type BoundedWait, boundedWait } from './bounded-wait.ts'

/** Faults as the page offers them. */
export const faultKinds = ['remote', 'unavailable', 'limited', 'slow', 'cut-before', 'cut-after'] as const

export type Fault = Readonly<{
  kind: (typeof faultKinds)[number]
  /** Calls that it still affects. */
  calls: number
  /** The wait of `slow`, or the seconds that the answer of `limited` names. */
  seconds: number
  /** The method whose calls it affects; undefined for all. */
  method: string | undefined
}>

/** The faults of all test apps; each app has its own and is not affected by those of others. */
export interface InjectedFaults extends FaultInjection {
  set(appKey: string, fault: Fault): void
  clear(appKey: string): void
  find(appKey: string): Fault | undefined
}

const maxApps = 1000
/** Calls of all apps that may wait at the same time. A slow fault does not delay further ones, so that no visitor exhausts the server. */
const maxWaiting = 100

export function createInjectedFaults(): InjectedFaults {
  const faults = new LRUCache<string, Fault>({ max: maxApps })
  const wait = boundedWait(maxWaiting)
  return {
    set: (appKey, fault) => void faults.set(appKey, fault),
    clear: (appKey) => void faults.delete(appKey),
    find: (appKey) => faults.get(appKey),
    async meet({ appKey, method }) {
      const fault = faults.get(appKey)
      if (fault === undefined || (fault.method !== undefined && fault.method !== method)) return undefined
      if (fault.calls > 1) faults.set(appKey, { ...fault, calls: fault.calls - 1 })
      else faults.delete(appKey)
      return inject(fault, wait)
    },
  }
}

async function inject({ kind, seconds }: Fault, wait: BoundedWait): Promise<InjectedFault | undefined> {
  switch (kind) {
    case 'remote':
      return { kind: 'refuse', refusal: refuse('remoteServiceError') }
    case 'unavailable':
      return { kind: 'refuse', refusal: refuse('serviceUnavailable') }
    case 'limited':
      return { kind: 'refuse', refusal: refuse('appCallLimited', { seconds }) }
    case 'slow':
      await wait(seconds)
      return undefined
    case 'cut-before':
      return { kind: 'lose', isPerformed: false }
    case 'cut-after':
      return { kind: 'lose', isPerformed: true }
  }
}
