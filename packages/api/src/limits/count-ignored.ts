/** A member or parameter that has a value and was ignored, since its method does not know it. */
export type IgnoredMember = Readonly<{
  appKey: string
  method: string
  /** As errors show it, or `…` if it holds a secret. */
  name: string
}>

/** How often an app sent such a member, since the count began. */
export type IgnoredCount = Readonly<{ method: string; name: string; calls: number }>

/** Counts ignored members for all processes that ask it. */
export type IgnoredCounter = Readonly<{
  /** @returns the count of the name, which is `…` where the app had too many names */
  note(ignored: IgnoredMember): IgnoredCount
  /** Those of one app, in the order in which they came first. */
  of(appKey: string): readonly IgnoredCount[]
}>

/** Apps that are counted; the one that came first goes first. */
const maxApps = 1_000
/** Further names of an app count as one, so that made-up ones fill neither log nor memory. */
const maxNames = 20

export function createIgnoredCounter(): IgnoredCounter {
  const apps = new Map<string, Map<string, IgnoredCount>>()
  const ofApp = (appKey: string): Map<string, IgnoredCount> => {
    const known = apps.get(appKey)
    if (known !== undefined) return known
    const counts = new Map<string, IgnoredCount>()
    apps.set(appKey, counts)
    const [oldest] = apps.keys()
    if (apps.size > maxApps && oldest !== undefined) apps.delete(oldest)
    return counts
  }
  return {
    note({ appKey, method, name: sent }) {
      const counts = ofApp(appKey)
      const isCounted = counts.size < maxNames || counts.has(keyOf(method, sent))
      const name = isCounted ? sent : '…'
      const key = keyOf(method, name)
      const counted = { method, name, calls: (counts.get(key)?.calls ?? 0) + 1 }
      counts.set(key, counted)
      return counted
    },
    of: (appKey) => [...(apps.get(appKey)?.values() ?? [])],
  }
}

function keyOf(method: string, name: string): string {
  return JSON.stringify([method, name])
}
