import { useRef } from 'react'
import type { OnePickerProps } from './one-picker.tsx'
import { unknownText } from './pick-one.ts'

type CodeCheck = Readonly<{
  /** What is wrong with a value of the picker; undefined for a code of the list, or one that was chosen from the list. */
  problemOf: (code: string | undefined) => string | undefined
  choose: (code: string) => void
}>

/** What a picker of one code may have as its value: it has the typed text where that means nothing, or several. */
export function useCodeCheck({ entries = [], words }: Pick<OnePickerProps, 'entries' | 'words'>): CodeCheck {
  /** A code without a name. */
  const chosen = useRef<string>(undefined)
  return {
    problemOf(code) {
      const isFree = entries.length === 0 || entries.some((entry) => entry.code === code)
      return code === undefined || isFree || code === chosen.current ? undefined : unknownText(code, entries, words)
    },
    choose(code) {
      chosen.current = code
    },
  }
}
