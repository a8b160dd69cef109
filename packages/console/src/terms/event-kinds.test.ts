import { eventFields } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { languages } from '../language/texts.ts'
import { eventTitle } from './event-text.ts'

test.each(languages)('every kind of event has a name of its own in %s', (language) => {
  const kinds = eventFields.kind.oneOf
  const names = kinds.map((kind) => eventTitle(kind, language))
  expect(kinds.filter((kind, place) => names[place] === '' || (names[place] === kind && kind !== 'webhook'))).toEqual(
    [],
  )
  expect(new Set(names).size).toBe(kinds.length)
})
