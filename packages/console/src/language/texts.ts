import { useQueryClient } from '@tanstack/react-query'
import { rememberedLanguage, rememberLanguage } from '@yaoquan/browser/memory'
import { createContext, createElement, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

export const languages = ['zh', 'en'] as const

export type Language = (typeof languages)[number]

/** A text, or a function that makes one of values. */
type Wording = string | ((...values: never[]) => string)

type Wordings = Readonly<Record<string, Wording>>

/** Texts by name, Chinese and English side by side. A text with values is a function of the Chinese one's parameters. */
export type Texts<W extends Wordings = Wordings> = {
  readonly [K in keyof W]: Readonly<{ zh: W[K]; en: NoInfer<Widened<W[K]>> }>
}

/** The texts in one language. */
type TextsIn<W extends Wordings> = { readonly [K in keyof W]: Widened<W[K]> }

type Widened<W> = W extends string ? string : W

/** Returns the texts with their types. A text that lacks a language, or takes other values in it, is a type error. */
export function defineTexts<W extends Wordings>(texts: Texts<W>): Texts<W> {
  return texts
}

/** The text of a name that may be unknown. @returns undefined for a name without a text */
export function knownText(texts: Texts<Record<string, string>>, name: string, language: Language): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name]?.[language] : undefined
}

const chosen = new WeakMap<object, Map<Language, object>>()

/** @returns the texts in a language; the same object each time */
export function textsIn<W extends Wordings>(texts: Texts<W>, language: Language): TextsIn<W> {
  const known = chosen.get(texts) ?? new Map<Language, object>()
  chosen.set(texts, known)
  const entries = Object.entries<Readonly<Record<Language, unknown>>>(texts)
  const found = known.get(language) ?? Object.fromEntries(entries.map(([name, wording]) => [name, wording[language]]))
  known.set(language, found)
  return found as TextsIn<W>
}

type Chosen = Readonly<{ language: Language; choose: (language: Language) => void }>

const LanguageContext = createContext<Chosen>({ language: 'zh', choose: () => undefined })

/** The language of a browser that none was chosen in. @param accepted those of its reader, the dearest first, as `en-GB` */
export function languageOf(accepted: readonly string[]): Language {
  const known = accepted.flatMap((tag) => languages.filter((name) => tag.toLowerCase().split('-')[0] === name))
  return known[0] ?? 'zh'
}

/** The language that was chosen in this browser; before one is chosen, that of the browser. */
export function chosenLanguage(): Language {
  return rememberedLanguage() ?? languageOf(navigator.languages)
}

/** Keeps the chosen language in this browser. Answers have texts in the language that they were asked in, so another one reads them again. */
export function LanguageProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const [language, setLanguage] = useState(chosenLanguage)
  const client = useQueryClient()
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const value = useMemo(
    () => ({
      language,
      choose(next: Language) {
        rememberLanguage(next)
        setLanguage(next)
        void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'seller' })
      },
    }),
    [language, client],
  )
  return createElement(LanguageContext, { value }, children)
}

/** The chosen language, and how to choose another. */
export function useLanguage(): Chosen {
  return useContext(LanguageContext)
}

/** Texts in the chosen language. */
export function useTexts<W extends Wordings>(texts: Texts<W>): TextsIn<W> {
  return textsIn(texts, useLanguage().language)
}
