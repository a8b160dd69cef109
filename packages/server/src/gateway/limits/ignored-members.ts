import { createIgnoredCounter, type IgnoredCount, type IgnoredMember } from '@yaoquan/api'
import type { CallTelemetry } from '#telemetry/record-calls'

/** Counts an ignored member for all processes, or only tells the counts of an app. @returns those of the app; undefined without an answer */
export type ShareIgnored = (
  told: Readonly<{ appKey: string; member?: Omit<IgnoredMember, 'appKey'> | undefined }>,
) => Promise<readonly IgnoredCount[] | undefined>

/** What apps send and methods ignore, since the server started. */
export type IgnoredMembers = Readonly<{
  note(ignored: IgnoredMember): void
  of(appKey: string): Promise<readonly IgnoredCount[]>
}>

/** @param share counts for all processes; absent in a server that is one process */
export function createIgnoredMembers(share?: ShareIgnored): IgnoredMembers {
  const counter = createIgnoredCounter()
  return {
    note({ appKey, ...member }) {
      if (share === undefined) counter.note({ appKey, ...member })
      else void share({ appKey, member })
    },
    of: async (appKey) => (share === undefined ? counter.of(appKey) : ((await share({ appKey })) ?? [])),
  }
}

/** The same telemetry, which also counts what was ignored. */
export function withIgnored<T extends Pick<CallTelemetry, 'memberIgnored'>>(telemetry: T, members: IgnoredMembers): T {
  return {
    ...telemetry,
    memberIgnored(ignored: IgnoredMember) {
      telemetry.memberIgnored(ignored)
      members.note(ignored)
    },
  }
}
