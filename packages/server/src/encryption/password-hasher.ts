import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<
  string,
  Uint8Array,
  number,
  Readonly<{ N: number; r: number; p: number; maxmem: number }>,
  Buffer
>(scrypt)

/** The work of a hash: 2 to the power of `logN` blocks of `r` times 128 bytes, `p` times. */
type Work = Readonly<{ logN: number; r: number; p: number }>

/** One of the equal choices of OWASP's Password Storage Cheat Sheet for scrypt: 32 MiB for about 0.2 s. */
const todaysWork: Work = { logN: 15, r: 8, p: 3 }
/** More work than was ever usual; a stored text with more was altered. */
const mostWork = { logN: 20, r: 32, p: 16 }
const saltBytes = 16
const hashBytes = 32
/** Hashes in work at the same time: node:crypto shares four threads with files and compression. */
const maxInWork = 2
/** Passwords that wait until strangers are refused: a browser gets its answer within about 3 s. */
const maxWaiting = 20

export type PasswordHasher = Readonly<{
  hash(password: string): Promise<string>
  fits(password: string, hash: string | undefined): Promise<boolean>
  isWeak(hash: string): boolean
  isBusy(): boolean
}>

/**
 * Hashes passwords with scrypt. The text of a hash has its parameters, so that they can be raised.
 * @param newWork the work of a new hash; tests of other things take less
 */
export function createPasswordHasher(newWork: Work = todaysWork): PasswordHasher {
  const { inTurn, waiting } = createTurns(maxInWork)
  const run = (password: string, salt: Uint8Array, work: Work): Promise<Buffer> =>
    inTurn(() => derive(password.normalize('NFKC'), salt, hashBytes, optionsOf(work)))
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes)
      const { logN, r, p } = newWork
      const hash = await run(password, salt, newWork)
      return `scrypt$${logN}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
    },
    async fits(password, text) {
      const stored = text === undefined ? undefined : parse(text)
      if (stored === undefined) {
        await run(password, Buffer.alloc(saltBytes), newWork)
        return false
      }
      return timingSafeEqual(await run(password, stored.salt, stored.work), stored.hash)
    },
    isWeak(text) {
      const work = parse(text)?.work
      return work === undefined || amountOf(work) < amountOf(newWork)
    },
    isBusy: () => waiting.length >= maxWaiting,
  }
}

const amountOf = ({ logN, r, p }: Work) => 2 ** logN * r * p

function optionsOf({ logN, r, p }: Work) {
  const blocks = 2 ** logN
  // What OpenSSL needs, with as much again for its own.
  return { N: blocks, r, p, maxmem: 2 * 128 * r * (blocks + p) }
}

type Stored = Readonly<{ work: Work; salt: Uint8Array; hash: Uint8Array }>

function parse(text: string): Stored | undefined {
  const [, logN, r, p, salt = '', hash = ''] =
    /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]{43})$/.exec(text) ?? []
  const work = { logN: Number(logN), r: Number(r), p: Number(p) }
  const isPossible =
    work.logN <= mostWork.logN && work.r <= mostWork.r && work.p <= mostWork.p && work.logN * work.r * work.p > 0
  if (!isPossible) return undefined
  return { work, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
}

/** Runs at most so many works at the same time; the others wait in order. */
function createTurns(max: number) {
  const waiting: (() => void)[] = []
  let inWork = 0
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (inWork < max) inWork += 1
    else await new Promise<void>((begin) => waiting.push(begin))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) inWork -= 1
      else next()
    }
  }
  return { inTurn, waiting: waiting as readonly unknown[] }
}
