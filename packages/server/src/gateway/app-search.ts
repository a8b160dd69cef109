import { readParameters } from '@yaoquan/protocol'

/** Looks for the app of a call while its body arrives: the limits of a body depend on whether its app is known. */
export interface AppSearch {
  /** Key of an existing, enabled app that was named. */
  readonly knownKey: string | undefined
  /** Whether any app was named. */
  readonly isGiven: boolean
  lookInQuery(): Promise<void>
  /** Looks in the next piece of the body; only its end is kept. */
  lookIn(piece: Uint8Array): Promise<void>
}

type CallHead = Readonly<{ queryString: string; contentType: string | undefined }>

/**
 * The result only decides the limits of the body, so a value that merely looks like an app_key does no harm.
 * @param knows called for at most 9 keys; its errors are passed on
 */
export function createAppSearch(head: CallHead, knows: (appKey: string) => Promise<boolean>): AppSearch {
  const search = createKeySearch(head.contentType)
  let knownKey: string | undefined
  let isGiven = false
  const look = async (keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      isGiven = true
      if (knownKey === undefined && (await knows(key))) knownKey = key
    }
  }
  return {
    get knownKey() {
      return knownKey
    },
    get isGiven() {
      return isGiven
    },
    lookInQuery: () => look(keysInQuery(head.queryString)),
    lookIn: async (piece) => (knownKey === undefined ? look(search(piece)) : undefined),
  }
}

function keysInQuery(queryString: string): readonly string[] {
  const read = readParameters({ queryString, contentType: undefined, body: noBody })
  const key = read.kind === 'unreadable' ? undefined : read.parameters.get('app_key')?.trim()
  return key ? [key] : []
}

const noBody = new Uint8Array(0)

/** @returns a function that gives the new values in a piece, including the beginning of one that the piece's end cuts off */
function createKeySearch(contentType: string | undefined): (piece: Uint8Array) => readonly string[] {
  const isMultipart = /^\s*multipart\/form-data/i.test(contentType ?? '')
  const pattern = isMultipart ? inMultipart : inForm
  const found = new Set<string>()
  let rest = ''
  return (piece) => {
    const text = rest + latin1(piece)
    rest = text.slice(-maxParameterLength)
    const before = found.size
    for (const [, value = ''] of text.matchAll(pattern)) {
      if (found.size >= maxCandidates) break
      const keys = isMultipart ? [utf8(value)] : keysInQuery(`app_key=${utf8(value)}`)
      for (const key of keys) found.add(key)
    }
    return [...found].slice(before)
  }
}

const inForm = /(?:^|&)app_key=([^&]{1,128})(?=&|$)/g
const inMultipart = /\sname="?app_key"?(?:\r\n[^\r\n]{0,128})?\r\n\r\n([^\r\n]{1,128})(?=\r\n|$)/g
/** Longer than either of them can match. */
const maxParameterLength = 512
const maxCandidates = 8

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8').trim()
}
