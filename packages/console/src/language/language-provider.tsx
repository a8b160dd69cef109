import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { recall, remember } from './browser-memory.ts'
import { type Language, languages, type Texts, type TextsIn, textsIn, type Wordings } from './texts.ts'

const key = 'yaoquan-language'

type Chosen = Readonly<{ language: Language; choose: (language: Language) => void }>

const LanguageContext = createContext<Chosen>({ language: 'zh', choose: () => undefined })

/** Keeps the chosen language in this browser; Chinese comes first. */
export function LanguageProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const [language, setLanguage] = useState(() => languages.find((name) => name === recall(key)) ?? 'zh')
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const chosen = useMemo(
    () => ({
      language,
      choose(next: Language) {
        remember(key, next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return <LanguageContext value={chosen}>{children}</LanguageContext>
}

/** The chosen language, and how to choose another. */
export function useLanguage(): Chosen {
  return useContext(LanguageContext)
}

/** Texts in the chosen language. */
export function useTexts<W extends Wordings>(texts: Texts<W>): TextsIn<W> {
  return textsIn(texts, useLanguage().language)
}
