import type { Rule } from '#domain/rule'

/** Stands for hidden digits, in either width. */
const mask = /[*＊]{4}/
/**
 * A masked number as Yaoquan and other systems show it. One with more visible characters might be a whole phone beside a mask, and Chinese
 * the name of a person.
 */
const shownMask = /^[^*＊\p{Script=Han}]{0,4}[*＊]{4}[^*＊\p{Script=Han}]{0,4}$/u

/**
 * Why a phone or card number cannot name a member: it is masked, as an app without full phones or an export shows it. All people
 * whose numbers look the same under the mask would be one member.
 * @returns undefined for a number that is not masked
 */
export function ruleForMasked(text: string): Rule | undefined {
  if (!mask.test(text)) return undefined
  const value = shownMask.test(text) ? `${text} ` : ''
  return { zh: `${value}是打码的号码，须为完整号码`, en: `${value}is a masked number; the whole one is needed` }
}
