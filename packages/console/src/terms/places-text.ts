import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'

const texts = defineTexts({
  places: { zh: (list: string) => `可用门店：${list}`, en: (list) => `Valid in: ${list}` },
  more: { zh: (list: string, count: number) => `${list} 等 ${count} 处`, en: (list, count) => `${list} … (${count})` },
})

/** Shops that a card has room for. */
const mostNamed = 3

/** Shops of a coupon for members: names without codes. @param shop comma list; absent: everywhere, which needs no text */
export function placesText(shop: string | undefined, language: Language, nameOf: NameOf): string | undefined {
  if (shop === undefined) return undefined
  const t = textsIn(texts, language)
  const names = shop.split(',').map((code) => nameOf(code.trim()) ?? code.trim().replace(/^@/, ''))
  const shown = names.slice(0, mostNamed).join(language === 'zh' ? '、' : ', ')
  return t.places(names.length > mostNamed ? t.more(shown, names.length) : shown)
}
