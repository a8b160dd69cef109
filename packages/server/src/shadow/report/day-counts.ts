import { type SkipReason, skipReasonNames } from '@yaoquan/api'

/** A call as the report counts it. Times are epoch milliseconds. */
export type SeenCall = Readonly<{
  method: string
  appKey: string
  /** Undefined where nobody knows it. */
  sellerId?: string | undefined
  atMs: number
}>

export type CallGroup = Readonly<{
  method: string
  appKey: string
  sellerId?: string | undefined
  seen: number
  compared: number
  agreed: number
  /** Calls that agreed only at a second look; absent for none. */
  timing?: number | undefined
  /** Compared calls that deviate, by their kinds of deviations, joined by blanks: which are accepted may change later. */
  deviated: Readonly<Record<string, number>>
}>

/** The calls of one day in GMT+8; plain data, to be written as JSON. */
export type DayCounts = Readonly<{
  /** `YYYY-MM-DD`. */
  day: string
  skipped: Readonly<Partial<Record<SkipReason, number>>>
  groups: readonly CallGroup[]
}>

/** Calls of further methods and apps count under the name `…`, and so do further mixtures of kinds in a group. */
const maxGroups = 200
/** Above that, calls count without their seller, so that sellers leave room for methods and apps. */
const maxSellerGroups = 100
const maxMixtures = 30
const maxMixtureLength = 200
export const otherKinds = '…'

/** Counts the calls of a day, in bounded memory. */
export class DayCounter {
  readonly #day: string
  readonly #skipped = new Map<SkipReason, number>()
  readonly #groups = new Map<string, CallGroup>()

  /** @param counts of an earlier run, which is continued */
  constructor({ day, skipped, groups }: DayCounts) {
    this.#day = day
    for (const reason of skipReasonNames) this.#skipped.set(reason, skipped[reason] ?? 0)
    for (const group of groups) this.#groups.set(keyOf(group), group)
  }

  skipped(reason: SkipReason, calls: number): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + calls)
  }

  saw(call: SeenCall): void {
    const group = this.#group(call)
    this.#groups.set(keyOf(group), { ...group, seen: group.seen + 1 })
  }

  agreedByTiming(call: SeenCall): void {
    this.compared(call, [])
    const group = this.#group(call)
    this.#groups.set(keyOf(group), { ...group, timing: (group.timing ?? 0) + 1 })
  }

  /** @param kinds kinds of deviations that the call has */
  compared(call: SeenCall, kinds: readonly string[]): void {
    const group = this.#group(call)
    const compared = group.compared + 1
    if (kinds.length === 0) {
      this.#groups.set(keyOf(group), { ...group, compared, agreed: group.agreed + 1 })
      return
    }
    const { deviated } = group
    const mixture = [...new Set(kinds)].toSorted().join(' ')
    const isCounted = Object.hasOwn(deviated, mixture) || Object.keys(deviated).length < maxMixtures
    const name = isCounted && mixture.length <= maxMixtureLength ? mixture : otherKinds
    const counted = { ...deviated, [name]: (deviated[name] ?? 0) + 1 }
    this.#groups.set(keyOf(group), { ...group, compared, deviated: counted })
  }

  data(): DayCounts {
    const skipped = Object.fromEntries([...this.#skipped].filter(([, calls]) => calls > 0))
    return { day: this.#day, skipped, groups: [...this.#groups.values()] }
  }

  #group({ method, appKey, sellerId }: SeenCall): CallGroup {
    const named = { method: plainName(method), appKey: plainName(appKey) }
    const hasRoom = (group: Pick<CallGroup, 'method' | 'appKey' | 'sellerId'>, limit: number) =>
      this.#groups.has(keyOf(group)) || this.#groups.size < limit
    const ofSeller = { ...named, sellerId }
    const ofApp = hasRoom(named, maxGroups) ? named : { method: '…', appKey: '…' }
    const group = hasRoom(ofSeller, maxSellerGroups) ? ofSeller : ofApp
    return this.#groups.get(keyOf(group)) ?? { ...group, seen: 0, compared: 0, agreed: 0, deviated: {} }
  }
}

/** A name as callers made it up: only what names of methods and keys of apps are made of. */
export function plainName(name: string): string {
  return /^[\w.:-]{1,80}$/.test(name) ? name : '…'
}

function keyOf({ method, appKey, sellerId = '' }: Pick<CallGroup, 'method' | 'appKey' | 'sellerId'>): string {
  return `${method} ${appKey} ${sellerId}`
}
