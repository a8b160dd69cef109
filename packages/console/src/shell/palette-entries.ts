import type { ActName } from '@yaoquan/api'
import type { Language } from '../language/texts.ts'
import { recognise } from '../lookup/recognise.ts'
import { type PaletteAct, paletteActs } from './palette-acts.ts'
import type { Screen } from './screens.tsx'

/** What the palette offers for a text. */
export type PaletteEntry =
  | Readonly<{ kind: 'screen'; name: string; to: string; jump: string | undefined }>
  | Readonly<{ kind: 'act'; name: string; to: string; search: PaletteAct['search'] }>
  /** Looks the text up among members, coupons and orders. */
  | Readonly<{ kind: 'look-up' }>

type Input = Readonly<{
  typed: string
  language: Language
  may: (act: ActName) => boolean
  screens: readonly Pick<Screen, 'path' | 'title' | 'act' | 'jump'>[]
}>

/**
 * The screens and acts whose name, in either language, has every word that is typed, and the look-up. A text with a digit is hardly a name,
 * so there the look-up comes first. Nothing is looked up before it is chosen: each phone that nobody has counts against a limit.
 */
export function paletteEntries({ typed, language, may, screens }: Input): readonly PaletteEntry[] {
  const words = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  const isMeant = ({ zh, en }: Readonly<{ zh: string; en: string }>) =>
    words.every((word) => `${zh} ${en}`.toLowerCase().includes(word))
  const isAllowed = ({ act }: Readonly<{ act?: ActName }>) => act === undefined || may(act)
  const ofScreens = screens.filter(isAllowed).flatMap(({ path: to, title, jump }): readonly PaletteEntry[] => {
    return title !== undefined && isMeant(title) ? [{ kind: 'screen', name: title[language], to, jump }] : []
  })
  const ofActs = paletteActs
    .filter((row) => isAllowed(row) && isMeant(row.name))
    .map(({ name, to, search }): PaletteEntry => ({ kind: 'act', name: name[language], to, search }))
  const named = [...ofScreens, ...ofActs]
  const lookUp: readonly PaletteEntry[] =
    may('look-up') && recognise(typed).kind !== 'empty' ? [{ kind: 'look-up' }] : []
  return /\d/.test(typed) ? [...lookUp, ...named] : [...named, ...lookUp]
}
