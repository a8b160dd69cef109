import { Option } from 'commander'
import { UsageFault } from '../faults.ts'

const minLength = 16
/** Longer ones are not looked up, and do not fit into the store. */
const maxLength = 256

/** For test data: a short secret or token can be guessed. */
export function allowWeakOption(): Option {
  return new Option('--allow-weak-secret', `允许短于${minLength}个字符，仅限测试 (shorter than that, for tests only)`)
}

/**
 * Checks a secret or token that somebody chose.
 * @param flag the option that gave it
 * @throws UsageFault when it is shorter than 16 characters and that was not allowed, or longer than 256
 */
export function checkStrength(text: string | undefined, flag: string, allowsWeak: boolean | undefined): void {
  if (text === undefined) return
  if (text.length > maxLength) {
    throw new UsageFault(`${flag} 最长${maxLength}个字符`, `${flag} takes ${maxLength} characters at most`)
  }
  if (text.length >= minLength || allowsWeak) return
  throw new UsageFault(
    `${flag} 至少${minLength}个字符；不给出则自动生成；测试可加 --allow-weak-secret`,
    `${flag} must have ${minLength} characters or more`,
  )
}
