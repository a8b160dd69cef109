import type { Credentials } from './tool-call.ts'

/** Keeps key, secret and session in the browser alone: for this tab, or on this machine when that was asked for. */
export type CredentialStore = Readonly<{
  read(): Readonly<{ credentials: Credentials; isRemembered: boolean }>
  write(credentials: Credentials, isRemembered: boolean): void
}>

type Places = Readonly<{ tab: Storage | undefined; machine: Storage | undefined }>

const key = 'yaoquan-credentials'
const none: Credentials = { appKey: '', appSecret: '', session: '' }

/** @param places `undefined` for a storage that the browser forbids */
export function credentialStore({ tab, machine }: Places): CredentialStore {
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

function parse(text: string | null | undefined): Credentials | undefined {
  if (!text) return undefined
  try {
    const kept: Partial<Credentials> = JSON.parse(text)
    return { appKey: kept.appKey ?? '', appSecret: kept.appSecret ?? '', session: kept.session ?? '' }
  } catch {
    // Another page of this server may have written there; what is not ours counts as nothing.
    return undefined
  }
}
