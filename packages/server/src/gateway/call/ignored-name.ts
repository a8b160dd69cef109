import type { Parameters } from '@yaoquan/protocol'
import type { CallingApp } from './callers.ts'

type NamingCall = Readonly<{ app: Pick<CallingApp, 'appSecret' | 'oldSecret'>; parameters: Parameters }>

/**
 * The name of an ignored member for the log.
 * @param name as errors show it
 * @returns the name, or `…` if it holds a secret of the app or the session of the call
 */
export function ignoredName(name: string, { app, parameters }: NamingCall): string {
  const secrets = [app.appSecret, app.oldSecret?.text, parameters.get('session')?.trim()]
  return secrets.some((secret) => secret && name.includes(secret)) ? '…' : name
}
