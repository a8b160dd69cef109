import { rememberedTheme, rememberTheme } from '@yaoquan/browser/memory'
import { customProperties, type ThemeName } from '@yaoquan/browser/tokens'
import { createContext, createElement, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useMatches } from './browser-state.ts'

/** `system` follows the setting of the machine. */
export type ThemeChoice = 'system' | ThemeName

type Chosen = Readonly<{ choice: ThemeChoice; theme: ThemeName; choose: (choice: ThemeChoice) => void }>

const ThemeContext = createContext<Chosen>({ choice: 'system', theme: 'light', choose: () => undefined })

/** Keeps the chosen theme in this browser, and gives its colours to the style sheets. */
export function ChosenTheme({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const [choice, setChoice] = useState<ThemeChoice>(() => rememberedTheme() ?? 'system')
  const theme = useShownTheme(choice)
  useEffect(() => {
    const { style, dataset } = document.documentElement
    for (const [name, value] of Object.entries(customProperties(theme))) style.setProperty(name, value)
    style.colorScheme = theme
    dataset['theme'] = theme
  }, [theme])
  const chosen = useMemo(
    () => ({
      choice,
      theme,
      choose(next: ThemeChoice) {
        rememberTheme(next === 'system' ? undefined : next)
        setChoice(next)
      },
    }),
    [choice, theme],
  )
  return createElement(ThemeContext, { value: chosen }, children)
}

/** The chosen theme, the one that is shown, and how to choose another. */
export function useTheme(): Chosen {
  return useContext(ThemeContext)
}

const prefersDark = matchMedia('(prefers-color-scheme: dark)')

function useShownTheme(choice: ThemeChoice): ThemeName {
  const isDark = useMatches(prefersDark)
  if (choice !== 'system') return choice
  return isDark ? 'dark' : 'light'
}
