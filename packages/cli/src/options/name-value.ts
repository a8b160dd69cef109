import { readTextFile } from '#import/open-text'
import { UsageFault } from '#terminal/output'

/** Parameters that have their own options. */
const reserved: ReadonlyMap<string, string> = new Map([
  ['method', 'METHOD'],
  ['app_key', '--app-key'],
  ['session', '--session'],
  ['sign_method', '--sign-method'],
  ['format', '--format'],
  ['simplify', '--simplify'],
  ['sign', '--app-secret'],
])

/**
 * Reads parameters from `name=value` words. `name=@file` reads the value from a file, `name=@@x` is the value `@x`.
 * @throws UsageFault for a malformed word, a parameter that has its own option, or a repeated name
 */
export async function readNameValues(words: readonly string[]): Promise<Record<string, string>> {
  const values = new Map<string, string>()
  for (const word of words) {
    const end = word.indexOf('=')
    if (end < 1) throw new UsageFault('参数应为 name=value', 'parameters must be name=value')
    const name = word.slice(0, end)
    checkName(name, values)
    values.set(name, await readValue(word.slice(end + 1)))
  }
  return Object.fromEntries(values)
}

function checkName(name: string, values: ReadonlyMap<string, string>): void {
  const option = reserved.get(name)
  if (option !== undefined) throw new UsageFault(`${name} 请用 ${option} 给出`, `use ${option} for ${name}`)
  if (values.has(name)) throw new UsageFault(`参数 ${name} 重复`, `${name} is given twice`)
}

function readValue(text: string): string | Promise<string> {
  if (text.startsWith('@@')) return text.slice(1)
  return text.startsWith('@') ? readTextFile(text.slice(1)) : text
}
