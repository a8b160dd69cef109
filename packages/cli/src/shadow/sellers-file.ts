import { readFileSync } from 'node:fs'
import type { SellerTable } from '#server'
import { UsageFault } from '#terminal/output'

/** `app KEY SELLER` or `session DIGEST SELLER`; blanks or commas between. */
const line = /^(?:app[\s,]+([\w.-]{1,64})|session[\s,]+([0-9a-f]{64}))[\s,]+([\w.-]{1,64})$/i

/**
 * Reads whose calls they are: a line for each app or session. Empty lines and those that begin with # do not count.
 * @throws UsageFault with the number of the wrong line, not its text: that may be a session, which is secret
 */
export function readSellersFile(file: string): SellerTable {
  const apps = new Map<string, string>()
  const sessions = new Map<string, string>()
  for (const [place, text] of textOf(file).split(/\r?\n/).entries()) {
    const words = text.trim()
    if (words === '' || words.startsWith('#')) continue
    const [, appKey, digest, sellerId] = line.exec(words) ?? []
    if (sellerId === undefined) throw wrongLine(file, place + 1)
    const [known, key] = appKey === undefined ? [sessions, digest?.toLowerCase() ?? ''] : [apps, appKey]
    if ((known.get(key) ?? sellerId) !== sellerId) throw otherSeller(file, place + 1)
    known.set(key, sellerId)
  }
  return { apps, sessions }
}

function otherSeller(file: string, lineNo: number): UsageFault {
  return new UsageFault(
    `${file} 第 ${lineNo} 行的应用或会话在前面属于另一连锁`,
    `${file}, line ${lineNo}: an earlier line gives this app or session to another seller`,
  )
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new UsageFault(`无法读取 ${file} ${code}`, `cannot read ${file} ${code}`)
  }
}

function wrongLine(file: string, lineNo: number): UsageFault {
  return new UsageFault(
    `${file} 第 ${lineNo} 行应为 app 应用KEY 连锁id，或 session 会话的SHA-256（64位十六进制）连锁id`,
    `${file}, line ${lineNo} must be: app KEY SELLER, or: session DIGEST SELLER, where the digest is SHA-256 in 64 hexadecimal digits`,
  )
}
