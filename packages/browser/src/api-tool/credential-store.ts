import { browserStorage } from '../page/browser-storage.ts'
import type { Credentials } from './tool-call.ts'

/** Stores key, secret and session in the browser: for this tab, or permanently if the user chose so. */
export type CredentialStore = Readonly<{
  read(): Readonly<{ credentials: Credentials; isRemembered: boolean }>
  write(credentials: Credentials, isRemembered: boolean): void
}>

type Storages = Readonly<{ tab: Storage | undefined; machine: Storage | undefined }>

const key = 'yaoquan-credentials'
const none: Credentials = { appKey: '', appSecret: '', session: '' }

/** @param storages those of the browser; `undefined` for one that it forbids */
export function credentialStore({ tab, machine }: Storages = browserStorages()): CredentialStore {
  return {
    read() {
      const remembered = parse(machine?.getItem(key))
      return { credentials: remembered ?? parse(tab?.getItem(key)) ?? none, isRemembered: remembered !== undefined }
    },
    write(credentials, isRemembered) {
      const [chosen, other] = isRemembered ? [machine, tab] : [tab, machine]
      other?.removeItem(key)
      chosen?.setItem(key, JSON.stringify(credentials))
    },
  }
}

function browserStorages(): Storages {
  return { tab: browserStorage('sessionStorage'), machine: browserStorage('localStorage') }
}

function parse(text: string | null | undefined): Credentials | undefined {
  if (!text) return undefined
  try {
    const kept: Partial<Credentials> = JSON.parse(text)
    return { appKey: kept.appKey ?? '', appSecret: kept.appSecret ?? '', session: kept.session ?? '' }
  } catch {
    // Another page of this server may have written other text under this key; it is ignored.
    return undefined
  }
}
