import { expect, it } from 'vitest'
import { memberColumns } from './member-columns.ts'

const columns = Object.values(memberColumns)

it.each(columns.flatMap(({ wire, zh, en }) => [wire, zh, en].map((title) => [title, wire])))(
  'the title %s is guessed to be %s',
  (title, wire) => {
    expect(columns.find(({ guess }) => guess.test(title))?.wire).toBe(wire)
  },
)
