import {
  createApp,
  endAppSessions,
  isGranted,
  isPresetName,
  listApps,
  type MistakeCount,
  presetMasksPhones,
  presets,
  retireAppSecret,
  rotateAppSecret,
  takeAppConsent,
  updateApp,
  widenAppsGrant,
} from '@yaoquan/api'
import type { AppRegistry } from '#domain/access/access-store'
import { type AppReport, reportApps } from '#domain/access/report-apps'
import { endSessions } from '#domain/administration/end-sessions'
import { endOldSecret, rotateAppSecret as rotate } from '#domain/administration/exchange-secret'
import { registerApp } from '#domain/administration/register-app'
import { takeConsents } from '#domain/administration/take-consents'
import { updateApp as update } from '#domain/administration/update-app'
import { momentText } from '#domain/dates'
import type { SharedActs } from '#domain/lifecycle/shared-act'
import { type CallContext, ifGiven, type Method } from '#methods/method'
import { errorResult } from '#methods/refused-result'
import { actRequest, doneBefore } from './act-request.ts'
import { consoleRefusal, invalidSetting, ruleForNames } from './console-refusal.ts'

export type AppDependencies = Readonly<{
  acts: SharedActs
  apps: AppRegistry
  /** What an app did wrong without being refused, with counts. */
  mistakesOf: (appKey: string) => Promise<readonly MistakeCount[]>
  randomBytes: (size: number) => Uint8Array
  /** Whether a text is an address or a CIDR range. */
  isAddressOrRange: (text: string) => boolean
}>

/** The apps of the seller, without secrets. */
export function listAppsMethod({
  apps,
  mistakesOf,
}: Pick<AppDependencies, 'apps' | 'mistakesOf'>): Method<typeof listApps> {
  return {
    definition: listApps,
    async call(_input, { sellerId, nowMs }) {
      const reports = await reportApps({ apps, nowMs })
      const own = reports.filter(({ sellerIds }) => sellerIds.includes(sellerId))
      const shown = await Promise.all(own.map(async (app) => shownApp(app, await mistakesOf(app.appKey))))
      return { result: { apps: shown, success: true } }
    },
  }
}

function shownApp(report: AppReport, mistakes: readonly MistakeCount[]) {
  const { appKey, name, isEnabled: enabled, grants, allowedIps, callsToday, callsPerDay, callsPerSecond } = report
  const { oldSecret, sellerIds, masksPhones = presetMasksPhones(grants.preset) } = report
  return {
    appKey,
    name,
    enabled,
    preset: grants.preset,
    allowed: [...grants.allowed],
    denied: [...grants.denied],
    allowedIps: [...allowedIps],
    masksPhones,
    language: report.language ?? 'zh',
    callsToday,
    callsPerDay,
    callsPerSecond,
    createdAt: momentText(report.createdAtMs),
    secretSetAt: momentText(report.secretSetAtMs),
    hasOldSecret: oldSecret !== undefined,
    oldSecretEndsAt: ifGiven(oldSecret?.endsAtMs, momentText),
    oldSecretUsedAt: ifGiven(oldSecret?.lastUsedAtMs, momentText),
    ignoredMembers: mistakes.flatMap(({ kind, method, name, times }) =>
      kind === 'ignored' ? [{ method, name, calls: times }] : [],
    ),
    noPhones: mistakes.flatMap(({ kind, method, name, times, lastMs }) =>
      kind === 'no-phone' ? [{ method, name, numbers: times, lastAt: momentText(lastMs) }] : [],
    ),
    otherSellers: sellerIds.length > 1,
  }
}

/** Registers an app of the seller. */
export function createAppMethod(dependencies: AppDependencies): Method<typeof createApp> {
  return {
    definition: createApp,
    async call(input, context) {
      const { name, preset, allowedIps = [], language, callsPerDay, callsPerSecond } = input
      const invalid = refuseSettings({ preset, allowedIps }, dependencies)
      if (invalid) return invalid
      const grants = { preset, allowed: [], denied: [] }
      const settings = { name, grants, allowedIps, language, callsPerDay, callsPerSecond }
      const requested = { ...settings, sellerIds: [context.sellerId] }
      const request = actRequest(createApp.name, input, context)
      const made = await registerApp(requested, { ...dependencies, request }, context.operator?.name)
      switch (made.kind) {
        case 'created': {
          const { appKey, appSecret, isAlreadyDone } = made
          return { result: { ...doneBefore(isAlreadyDone), appKey, appSecret, success: true } }
        }
        case 'done-before':
          return { result: { ...consoleRefusal('secretNotTold'), ...doneBefore(true), appKey: made.appKey } }
        case 'conflict':
          return { result: errorResult('idempotentConflict', input) }
        default:
          throw new Error(`an app with a new key was not created: ${made.kind}`)
      }
    },
  }
}

/** Changes settings of an app of the seller. */
export function updateAppMethod(dependencies: AppDependencies): Method<typeof updateApp> {
  return {
    definition: updateApp,
    async call(input, context) {
      const { appKey, name, enabled, preset, allowedIps, language, callsPerDay, callsPerSecond } = input
      const refusal = refuseSettings({ preset, allowedIps }, dependencies)
      if (refusal) return refusal
      const isWidened = preset !== undefined || enabled === true
      if (isWidened && !isGranted(context.grants, widenAppsGrant)) return { result: consoleRefusal('appWidened') }
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(enabled === undefined ? {} : { isEnabled: enabled }),
        ...(preset === undefined ? {} : { grants: { preset, allow: [], deny: [] } }),
        ...(allowedIps === undefined ? {} : { allowedIps }),
        ...(language === undefined ? {} : { language }),
        ...(callsPerDay === undefined ? {} : { callsPerDay }),
        ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
      }
      const request = actRequest(updateApp.name, input, context)
      const written = await dependencies.acts.runAct(request, update, { target: targetOf(appKey, context), change })
      if (written.kind === 'done') return { result: { success: true } }
      return { result: written.kind === 'conflict' ? conflict(input) : refusedApp(written.refusal.kind) }
    },
  }
}

/** Gives an app a new secret. */
export function rotateAppSecretMethod(dependencies: AppDependencies): Method<typeof rotateAppSecret> {
  return {
    definition: rotateAppSecret,
    async call(input, context) {
      const { appKey, oldValidHours } = input
      const { nowMs, operator } = context
      const oldEndsAtMs = oldValidHours === undefined ? undefined : nowMs + oldValidHours * 3_600_000
      const query = { target: targetOf(appKey, context), oldEndsAtMs, shownTo: operator?.name }
      const request = actRequest(rotateAppSecret.name, input, context)
      const rotated = await rotate(query, { ...dependencies, request })
      switch (rotated.kind) {
        case 'changed': {
          const { appSecret, isAlreadyDone } = rotated
          return { result: { ...doneBefore(isAlreadyDone), appSecret, success: true } }
        }
        case 'done-before':
          return { result: { ...consoleRefusal('secretNotTold'), ...doneBefore(true) } }
        case 'conflict':
          return { result: conflict(input) }
        case 'old-secret-valid':
          return { result: consoleRefusal('oldSecretValid') }
        case 'same-secret':
          throw new Error('a new secret equals the present one')
        default:
          return { result: refusedApp(rotated.kind) }
      }
    },
  }
}

/** Ends the old secret of an app. */
export function retireAppSecretMethod({ acts }: AppDependencies): Method<typeof retireAppSecret> {
  return {
    definition: retireAppSecret,
    async call(input, context) {
      const request = actRequest(retireAppSecret.name, input, context)
      const ending = { target: targetOf(input.appKey, context), endsAtMs: undefined }
      const written = await acts.runAct(request, endOldSecret, ending)
      if (written.kind === 'done') return { result: { success: true } }
      return { result: written.kind === 'conflict' ? conflict(input) : refusedApp(written.refusal.kind) }
    },
  }
}

/** Ends the sessions of an app for the seller. */
export function endAppSessionsMethod({ acts }: AppDependencies): Method<typeof endAppSessions> {
  return {
    definition: endAppSessions,
    async call(input, context) {
      const { appKey } = input
      const request = actRequest(endAppSessions.name, input, context)
      const written = await acts.runAct(request, endSessions, { appKey, sellerId: context.sellerId })
      if (written.kind === 'conflict') return { result: conflict(input) }
      if (written.kind === 'refused') return { result: consoleRefusal('appNotFound') }
      return { result: { ended: written.answer.ended, success: true } }
    },
  }
}

/** Makes the caller the one who allowed an app to act for the seller. */
export function takeAppConsentMethod({ acts }: AppDependencies): Method<typeof takeAppConsent> {
  return {
    definition: takeAppConsent,
    async call(input, context) {
      const { sellerId, operator } = context
      if (operator === undefined) return { result: consoleRefusal('appNotFound') }
      const request = actRequest(takeAppConsent.name, input, context)
      const taking = { appKey: input.appKey, sellerId, operatorName: operator.name }
      const written = await acts.runAct(request, takeConsents, taking)
      if (written.kind === 'conflict') return { result: conflict(input) }
      if (written.kind === 'refused') return { result: consoleRefusal('appNotFound') }
      return { result: { taken: written.answer.taken, success: true } }
    },
  }
}

/** An owner changes apps of the own seller. */
function targetOf(appKey: string, { sellerId }: CallContext) {
  return { appKey, ofSeller: sellerId }
}

function refusedApp(kind: string) {
  return consoleRefusal(kind === 'app-of-others' ? 'appOfOthers' : 'appNotFound')
}

function conflict({ outRequestNo }: Readonly<{ outRequestNo?: string | undefined }>) {
  return errorResult('idempotentConflict', { outRequestNo })
}

type Settings = Readonly<{ preset: string | undefined; allowedIps: readonly string[] | undefined }>

function refuseSettings({ preset, allowedIps = [] }: Settings, { isAddressOrRange }: AppDependencies) {
  if (preset !== undefined && !isPresetName(preset)) {
    return { result: invalidSetting('preset', ruleForNames(presets)) }
  }
  if (allowedIps.every(isAddressOrRange)) return undefined
  return { result: invalidSetting('allowed_ips', { zh: '应为IP或网段', en: 'must be addresses or ranges' }) }
}
