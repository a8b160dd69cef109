import {
  createApp,
  type InputOf,
  isPresetName,
  listApps,
  presetMasksPhones,
  presets,
  retireAppSecret,
  rotateAppSecret,
  takeAppConsent,
  updateApp,
} from '@yaoquan/api'
import type { AccessWriter, App, AppRegistry, SecretReaders } from '#domain/access/access-store'
import { retireOldSecret, rotateSecret } from '#domain/access/exchange-secret'
import type { OauthGrants } from '#domain/access/oauth'
import { newAppSecret, registerApp } from '#domain/access/register-app'
import { type AppReport, reportApps } from '#domain/access/report-apps'
import { updateApp as update } from '#domain/access/update-app'
import { momentText } from '#domain/dates'
import type { NoticeRecorder } from '#domain/events/event-store'
import { appNotice } from '#domain/events/notices'
import { ifGiven } from '#domain/if-given'
import type { CallContext, Method } from '#methods/method'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'
import { noticeOrigin } from './notice-origin.ts'

export type AppDependencies = Readonly<{
  apps: AppRegistry
  access: AccessWriter
  notices: NoticeRecorder
  consents: Pick<OauthGrants, 'takeConsents'>
  secretReaders: SecretReaders
  randomBytes: (size: number) => Uint8Array
  /** Whether a text is an address or a CIDR range. */
  isAddressOrRange: (text: string) => boolean
}>

/** The apps of the seller, without secrets. */
export function listAppsMethod({ apps }: AppDependencies): Method<typeof listApps> {
  return {
    definition: listApps,
    async call(_input, { sellerId, nowMs }) {
      const reports = await reportApps({ apps, nowMs })
      const own = reports.filter(({ sellerIds }) => sellerIds.includes(sellerId))
      return { result: { apps: own.map(shownApp), success: true } }
    },
  }
}

function shownApp(report: AppReport) {
  const { appKey, name, isEnabled: enabled, grants, allowedIps, callsToday, callsPerDay, callsPerSecond } = report
  const { oldSecret, sellerIds, masksPhones = presetMasksPhones(grants.preset) } = report
  return {
    ...{ appKey, name, enabled, preset: grants.preset, allowed: [...grants.allowed], denied: [...grants.denied] },
    ...{ allowedIps: [...allowedIps], masksPhones, callsToday, callsPerDay, callsPerSecond },
    createdAt: momentText(report.createdAtMs),
    secretSetAt: momentText(report.secretSetAtMs),
    hasOldSecret: oldSecret !== undefined,
    oldSecretEndsAt: ifGiven(oldSecret?.endsAtMs, momentText),
    oldSecretUsedAt: ifGiven(oldSecret?.lastUsedAtMs, momentText),
    otherSellers: sellerIds.length > 1,
  }
}

/** Registers an app of the seller. */
export function createAppMethod(dependencies: AppDependencies): Method<typeof createApp> {
  return {
    definition: createApp,
    async call({ name, preset, allowedIps = [], callsPerDay, callsPerSecond }, context) {
      const { access, randomBytes } = dependencies
      const { sellerId, nowMs } = context
      const invalid = refuseSettings({ preset, allowedIps }, dependencies)
      if (invalid) return invalid
      const grants = { preset, allowed: [], denied: [] }
      const asked = { name, sellerIds: [sellerId], grants, allowedIps, callsPerDay, callsPerSecond }
      const made = await registerApp(asked, { access, randomBytes, nowMs })
      if (made.kind !== 'created') throw new Error(`an app with a new key was not created: ${made.kind}`)
      const { appKey, appSecret } = made
      await recordReader(appKey, context, dependencies)
      const settings = toldSettings({ name, preset, allowedIps, callsPerDay, callsPerSecond })
      await record(context, { appKey, act: 'created', ...settings }, dependencies)
      return { result: { appKey, appSecret, success: true } }
    },
  }
}

/** Changes settings of an app of the seller. */
export function updateAppMethod(dependencies: AppDependencies): Method<typeof updateApp> {
  return {
    definition: updateApp,
    async call({ appKey, name, enabled, preset, allowedIps, callsPerDay, callsPerSecond }, context) {
      const refusal =
        (await refuseApp(appKey, context, dependencies)) ?? refuseSettings({ preset, allowedIps }, dependencies)
      if (refusal) return refusal
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(enabled === undefined ? {} : { isEnabled: enabled }),
        ...(preset === undefined ? {} : { grants: { preset, allow: [], deny: [] } }),
        ...(allowedIps === undefined ? {} : { allowedIps }),
        ...(callsPerDay === undefined ? {} : { callsPerDay }),
        ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
      }
      await update({ appKey, change }, dependencies)
      const settings = toldSettings({ name, enabled, preset, allowedIps, callsPerDay, callsPerSecond })
      await record(context, { appKey, act: 'changed', ...settings }, dependencies)
      return { result: { success: true } }
    },
  }
}

/** Gives an app a new secret. */
export function rotateAppSecretMethod(dependencies: AppDependencies): Method<typeof rotateAppSecret> {
  return {
    definition: rotateAppSecret,
    async call({ appKey, oldValidHours }, context) {
      const refusal = await refuseApp(appKey, context, dependencies)
      if (refusal) return refusal
      const { nowMs } = context
      const text = newAppSecret(dependencies.randomBytes)
      const oldEndsAtMs = oldValidHours === undefined ? undefined : nowMs + oldValidHours * 3_600_000
      const outcome = await dependencies.apps.changeApp(appKey, (app) =>
        rotateSecret(app, { text, oldEndsAtMs, nowMs }),
      )
      if (outcome.kind === 'old-secret-valid') return { result: consoleRefusal('oldSecretValid') }
      if (outcome.kind !== 'changed') return { result: consoleRefusal('appNotFound') }
      await recordReader(appKey, context, dependencies)
      await record(context, { appKey, act: 'secret_rotated', old_valid_hours: oldValidHours }, dependencies)
      return { result: { appSecret: text, success: true } }
    },
  }
}

/** Ends the old secret of an app. */
export function retireAppSecretMethod(dependencies: AppDependencies): Method<typeof retireAppSecret> {
  return {
    definition: retireAppSecret,
    async call({ appKey }, context) {
      const refusal = await refuseApp(appKey, context, dependencies)
      if (refusal) return refusal
      await dependencies.apps.changeApp(appKey, retireOldSecret)
      await record(context, { appKey, act: 'old_secret_retired' }, dependencies)
      return { result: { success: true } }
    },
  }
}

/** Makes the caller the one who allowed an app to act for the seller. */
export function takeAppConsentMethod(dependencies: AppDependencies): Method<typeof takeAppConsent> {
  return {
    definition: takeAppConsent,
    async call({ appKey }, context) {
      const { apps, consents } = dependencies
      const { sellerId, operator } = context
      const app = (await apps.findAppEntry(appKey))?.app
      if (operator === undefined || !app?.sellerIds.includes(sellerId)) return { result: consoleRefusal('appNotFound') }
      const taken = await consents.takeConsents({ appKey, sellerId }, operator.name)
      if (taken > 0) await record(context, { appKey, act: 'consent_taken' }, dependencies)
      return { result: { taken, success: true } }
    },
  }
}

/** An app of another seller is answered like one that does not exist; one that serves others too is not this seller's to change. */
async function refuseApp(appKey: string, { sellerId }: CallContext, { apps }: AppDependencies) {
  const app: App | undefined = (await apps.findAppEntry(appKey))?.app
  if (!app?.sellerIds.includes(sellerId)) return { result: consoleRefusal('appNotFound') }
  return app.sellerIds.length > 1 ? { result: consoleRefusal('appOfOthers') } : undefined
}

type Settings = Readonly<{ preset: string | undefined; allowedIps: readonly string[] | undefined }>

function refuseSettings({ preset, allowedIps = [] }: Settings, { isAddressOrRange }: AppDependencies) {
  if (preset !== undefined && !isPresetName(preset)) {
    return { result: invalidSetting('preset', `应为 ${Object.keys(presets).join('、')} 之一`) }
  }
  if (allowedIps.every(isAddressOrRange)) return undefined
  return { result: invalidSetting('allowed_ips', '应为IP或网段') }
}

/** Before the answer shows the secret. */
async function recordReader(
  appKey: string,
  { operator, nowMs }: CallContext,
  { secretReaders }: AppDependencies,
): Promise<void> {
  if (operator !== undefined) await secretReaders.recordReader(appKey, operator.name, nowMs)
}

type ToldSettings = Partial<Omit<InputOf<typeof updateApp>, 'appKey'>>

/** What was set, by wire names. */
function toldSettings({ allowedIps, callsPerDay, callsPerSecond, ...settings }: ToldSettings) {
  return { ...settings, allowed_ips: allowedIps, calls_per_day: callsPerDay, calls_per_second: callsPerSecond }
}

function record(
  context: CallContext,
  told: Parameters<typeof appNotice>[1],
  { notices }: AppDependencies,
): Promise<void> {
  return notices.recordNotice(appNotice(noticeOrigin(context), told))
}
