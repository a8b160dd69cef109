import { dayOf } from '#domain/dates'
import type { AppEntry, AppRegistry, AppSettings, OldSecret } from './access-store.ts'

/** An app for operators: everything but its secrets. */
export type AppReport = AppSettings &
  Readonly<{
    appKey: string
    createdAtMs: number
    secretSetAtMs: number
    /** Present while two secrets are accepted, and after the old one ended until it is retired. */
    oldSecret: Omit<OldSecret, 'text'> | undefined
    /** Since midnight GMT+8 over all servers; a server writes its counts every second. */
    callsToday: number
  }>

type Dependencies = Readonly<{ apps: AppRegistry; nowMs: number }>

/** Reports every app, by key. */
export async function reportApps(dependencies: Dependencies): Promise<readonly AppReport[]> {
  const reports: AppReport[] = []
  for (const entry of await dependencies.apps.listApps()) reports.push(await reportOf(entry, dependencies))
  return reports
}

/** Reports one app; undefined if there is none. */
export async function reportApp(appKey: string, dependencies: Dependencies): Promise<AppReport | undefined> {
  const entry = await dependencies.apps.findAppEntry(appKey)
  return entry === undefined ? undefined : reportOf(entry, dependencies)
}

async function reportOf({ app, createdAtMs }: AppEntry, { apps, nowMs }: Dependencies): Promise<AppReport> {
  const callsToday = await apps.countCalls(app.appKey, dayOf(nowMs))
  const { appSecret: _newest, oldSecret, ...open } = app
  return { ...open, oldSecret: oldSecret && withoutText(oldSecret), createdAtMs, callsToday }
}

function withoutText({ endsAtMs, lastUsedAtMs }: OldSecret): Omit<OldSecret, 'text'> {
  return { endsAtMs, lastUsedAtMs }
}
