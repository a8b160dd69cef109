import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { errorCode, printNote, say, UsageFault } from '#terminal/output'

/** The settings of a profile, each with the environment variable that takes precedence over it. Secrets are never printed. */
export const settings = {
  url: { variable: 'YAOQUAN_URL', isSecret: false },
  'app-key': { variable: 'YAOQUAN_APP_KEY', isSecret: false },
  'app-secret': { variable: 'YAOQUAN_APP_SECRET', isSecret: true },
  session: { variable: 'YAOQUAN_SESSION', isSecret: true },
  seller: { variable: 'YAOQUAN_SELLER', isSecret: false },
  data: { variable: 'YAOQUAN_DATA', isSecret: false },
} as const

export type SettingName = keyof typeof settings
export const settingNames = Object.keys(settings) as readonly SettingName[]

export type Profile = Readonly<Partial<Record<SettingName, string>>>

/** The file: all profiles by name, and the one that is used where `YAOQUAN_PROFILE` names none. */
export type Profiles = Readonly<{ used: string; profiles: Readonly<Record<string, Profile>> }>

const firstProfile = 'default'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the file is: the user's folder for configuration as XDG has it, on Windows that for application data. */
export function profilePath(environment: Environment, platform: string = process.platform): string {
  const { XDG_CONFIG_HOME: named = '', APPDATA: roaming = '' } = environment
  const base = platform === 'win32' ? roaming : named
  return join(isAbsolute(base) ? base : join(homedir(), '.config'), 'yaoquan', 'config.json')
}

/**
 * Reads the file; without one there are no profiles.
 * @throws UsageFault if others may read the file, or if it holds something else
 */
export function readProfiles(path: string): Profiles {
  try {
    // Windows has no such bits; the folder belongs to the user.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new UsageFault(`他人可读取密钥所在的文件: chmod 600 ${path}`, `others may read the keys: chmod 600 ${path}`)
    }
    return profilesOf(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (withoutFile.includes(errorCode(error))) return { used: firstProfile, profiles: {} }
    if (error instanceof SyntaxError)
      throw new UsageFault(`${path} 无法读取，请改正或删除`, `correct or delete ${path}`)
    throw error
  }
}

/** There is no file, or this user may not look for it, as after `sudo -u` with the home folder of another one. */
const withoutFile: readonly string[] = ['ENOENT', 'ENOTDIR', 'EACCES']

/** @throws SyntaxError for anything but profiles */
function profilesOf(value: unknown): Profiles {
  if (!isRecord(value) || typeof value['used'] !== 'string' || !isRecord(value['profiles'])) throw new SyntaxError()
  const profiles = Object.entries(value['profiles']).map(([name, given]) => {
    const members = isRecord(given) ? given : {}
    const known = settingNames.filter((setting) => typeof members[setting] === 'string')
    return [name, Object.fromEntries(known.map((setting) => [setting, members[setting]]))]
  })
  return { used: value['used'], profiles: Object.fromEntries(profiles) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Replaces the file in one step, readable by its owner only. */
export function writeProfiles(path: string, profiles: Profiles): void {
  writeOwnFile(path, profiles)
}

/** Replaces a file of the user in one step, readable by its owner only. @param value is written as JSON */
export function writeOwnFile(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${process.pid}`
  // What a broken write left may have other bits, or be a link.
  rmSync(beside, { force: true })
  writeFileSync(beside, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(beside, path)
}

/**
 * Reads a line of standard input for each name. At a terminal, what is typed is not shown.
 * @throws UsageFault if the input ends before
 */
export async function readSecrets<Name extends string>(names: readonly Name[]): Promise<ReadonlyMap<Name, string>> {
  const isTerminal = process.stdin.isTTY
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  // One for all lines: it reads ahead, and what it read is lost with it.
  const input = createInterface({ input: process.stdin, output: unseen, terminal: isTerminal })
  try {
    const lines = input[Symbol.asyncIterator]()
    const secrets = new Map<Name, string>()
    for (const name of names) {
      if (isTerminal) printNote(say(`请输入 ${name}，不会显示:`, `${name}, not shown:`))
      const { value, done } = await lines.next()
      if (done) throw new UsageFault(`标准输入中没有 ${name}`, `standard input has no ${name}`)
      secrets.set(name, value)
    }
    return secrets
  } finally {
    input.close()
  }
}
