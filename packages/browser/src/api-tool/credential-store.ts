import { recallJson, remember } from '../memory/browser-memory.ts'
import type { Credentials } from './tool-call.ts'

const key = 'yaoquan-credentials'
const none: Credentials = { appKey: '', appSecret: '', session: '' }

type Stored = Readonly<{ credentials: Credentials; isRemembered: boolean }>

/** Key, secret and session that this browser stores: for this tab, or permanently if the user chose so. */
export function storedCredentials(): Stored {
  const remembered = credentialsOf(recallJson(key))
  const credentials = remembered ?? credentialsOf(recallJson(key, 'sessionStorage')) ?? none
  return { credentials, isRemembered: remembered !== undefined }
}

/** Stores them in one of the two places only. */
export function storeCredentials(credentials: Credentials, isRemembered: boolean): void {
  const text = JSON.stringify(credentials)
  remember(key, isRemembered ? text : undefined)
  remember(key, isRemembered ? undefined : text, 'sessionStorage')
}

/** Another page of this server may have written something else under this key; it is ignored. */
function credentialsOf(stored: unknown): Credentials | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined
  const { appKey = '', appSecret = '', session = '' } = stored as Partial<Credentials>
  return { appKey, appSecret, session }
}
