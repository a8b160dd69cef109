import { expect, it } from 'vitest'
import { memberColumns } from './member-words.ts'

it('no two columns have the same title', () => {
  const titles = Object.values(memberColumns).flatMap(({ zh, en, titles: usual }) => [zh, en, ...usual])
  expect(titles.filter((title, place) => titles.indexOf(title) !== place)).toEqual([])
})
