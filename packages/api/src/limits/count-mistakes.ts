/** What apps do wrong and are not refused for. */
export type MistakeKind =
  /** A member or parameter that has a value and was ignored, since its method does not know it. */
  | 'ignored'
  /** A number that was stored as a phone and is none. */
  | 'no-phone'

/** Mistakes of a kind in one call. */
export type AppMistake = Readonly<{
  kind: MistakeKind
  appKey: string
  method: string
  /** Path of the member as errors show it, or `…` if it holds a secret. Never its value. */
  name: string
  /** How often the call has it, at least 1. */
  times: number
  nowMs: number
}>

/** How often an app did so, since the count began. */
export type MistakeCount = Readonly<{ kind: MistakeKind; method: string; name: string; times: number; lastMs: number }>

/** Counts mistakes for all processes that ask it. */
export type MistakeCounter = Readonly<{
  /** @returns the count of the name, which is `…` where the app had too many names */
  note(mistake: AppMistake): MistakeCount
  /** Those of one app, in the order in which they came first. */
  of(appKey: string): readonly MistakeCount[]
}>

/** Apps that are counted; the one that came first goes first. */
const maxApps = 1_000
/** Further names of an app count as one, so that made-up ones fill neither log nor memory. */
const maxNames = 20

export function createMistakeCounter(): MistakeCounter {
  const apps = new Map<string, Map<string, MistakeCount>>()
  const ofApp = (appKey: string): Map<string, MistakeCount> => {
    const known = apps.get(appKey)
    if (known !== undefined) return known
    const counts = new Map<string, MistakeCount>()
    apps.set(appKey, counts)
    const [oldest] = apps.keys()
    if (apps.size > maxApps && oldest !== undefined) apps.delete(oldest)
    return counts
  }
  return {
    note({ appKey, name: sent, times, nowMs, ...of }) {
      const counts = ofApp(appKey)
      // Names of phones are those of the methods, so only ignored ones can be made up.
      const isCounted = of.kind === 'no-phone' || counts.size < maxNames || counts.has(keyOf({ ...of, name: sent }))
      const name = isCounted ? sent : '…'
      const key = keyOf({ ...of, name })
      const counted = { ...of, name, times: (counts.get(key)?.times ?? 0) + times, lastMs: nowMs }
      counts.set(key, counted)
      return counted
    },
    of: (appKey) => [...(apps.get(appKey)?.values() ?? [])],
  }
}

function keyOf({ kind, method, name }: Pick<AppMistake, 'kind' | 'method' | 'name'>): string {
  return JSON.stringify([kind, method, name])
}
