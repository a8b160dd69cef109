import { presetMasksPhones, type RequestOf, type updateApp } from '@yaoquan/api'
import type { AppValues } from './create-app.tsx'
import type { App } from './tab-props.ts'

/**
 * What to send to change an app. Settings that the form leaves as they were are left out: another operator may have changed them since.
 * @param opened the app when the form was opened
 * @param requestId the request for grants that is carried out: it ends also where the app has them already
 * @returns undefined if nothing differs
 */
export function changedSettings(
  opened: App,
  { name, preset, allowedIps = [], language, callsPerDay }: AppValues,
  requestId?: string,
): RequestOf<typeof updateApp> | undefined {
  const change = {
    ...(name === opened.name ? {} : { name }),
    // The same preset sent again would drop the grants beside it.
    ...(preset === opened.preset && requestId === undefined ? {} : { preset }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(isSameSet(allowedIps, opened.allowedIps) ? {} : { allowedIps }),
    ...(language === opened.language ? {} : { language }),
    ...(callsPerDay == null || callsPerDay === opened.callsPerDay ? {} : { callsPerDay }),
  }
  return Object.keys(change).length === 0 ? undefined : { appKey: opened.appKey, ...change }
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item))
}

/**
 * Whether an app that gets masked phones gets full ones with another preset.
 * An app whose phones are masked although its preset shows them was set so apart, and stays so.
 */
export function showsPhonesWith(preset: string, { masksPhones, preset: present }: App): boolean {
  return masksPhones && presetMasksPhones(present) && !presetMasksPhones(preset)
}
