import type { CallingApp } from '#gateway/call/callers'

export type OldSecretUse = Readonly<{
  appKey: string
  /** When the newest secret was set, which identifies the exchange of secrets. */
  secretSetAtMs: number
  atMs: number
}>

export interface OldSecretLedger {
  /** Records the latest use. Ignored when the app's secrets were exchanged again meanwhile. */
  recordOldSecretUse(use: OldSecretUse): Promise<void>
}

/** Records when old secrets were last used, so that an operator knows when to retire one. Calls only note it in memory. */
export interface OldSecretUses {
  note(app: CallingApp, nowMs: number): void
  /** @param everyMs least time between two writes for an app; 0 at the end */
  settle(everyMs?: number): Promise<void>
}

type Noted = { use: OldSecretUse; writtenAtMs: number | undefined }

const usualEveryMs = 60_000

export function createOldSecretUses(ledger: OldSecretLedger): OldSecretUses {
  const noted = new Map<string, Noted>()
  return {
    note({ appKey, secretSetAtMs }, nowMs) {
      const known = noted.get(appKey)
      const writtenAtMs = known?.use.secretSetAtMs === secretSetAtMs ? known.writtenAtMs : undefined
      noted.set(appKey, { use: { appKey, secretSetAtMs, atMs: nowMs }, writtenAtMs })
    },
    async settle(everyMs = usualEveryMs) {
      for (const entry of noted.values()) {
        const { use, writtenAtMs } = entry
        const isDue = writtenAtMs === undefined || use.atMs - writtenAtMs >= Math.max(everyMs, 1)
        if (!isDue) continue
        await ledger.recordOldSecretUse(use)
        entry.writtenAtMs = use.atMs
      }
    },
  }
}
