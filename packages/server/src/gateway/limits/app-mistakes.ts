import { type AppMistake, createMistakeCounter, type MistakeCount } from '@yaoquan/api'
import type { CallTelemetry } from '#telemetry/record-calls'

/** Counts a mistake for all processes, or only tells the counts of an app. @returns those of the app; undefined without an answer */
export type ShareMistakes = (
  told: Readonly<{ appKey: string; mistake?: AppMistake | undefined }>,
) => Promise<readonly MistakeCount[] | undefined>

/** What apps do wrong and are not refused for, since the server started. */
export type AppMistakes = Readonly<{
  note(mistake: AppMistake): void
  of(appKey: string): Promise<readonly MistakeCount[]>
}>

/** @param share counts for all processes; absent in a server that is one process */
export function createAppMistakes(share?: ShareMistakes): AppMistakes {
  const counter = createMistakeCounter()
  return {
    note(mistake) {
      if (share === undefined) counter.note(mistake)
      else void share({ appKey: mistake.appKey, mistake })
    },
    of: async (appKey) => (share === undefined ? counter.of(appKey) : ((await share({ appKey })) ?? [])),
  }
}

/** The same telemetry, which also counts mistakes. */
export function withMistakes<T extends Pick<CallTelemetry, 'appMistaken'>>(telemetry: T, mistakes: AppMistakes): T {
  return {
    ...telemetry,
    appMistaken(mistake: AppMistake) {
      telemetry.appMistaken(mistake)
      mistakes.note(mistake)
    },
  }
}
