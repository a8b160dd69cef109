import { type ReactNode, useMemo } from 'react'
import { useTexts } from '../language/texts.ts'
import { useShops } from '../names/use-names.ts'
import { shopPickTexts } from './pick-texts.ts'
import { PickedTable } from './picked-table.tsx'

/** A list of shops by code and name, to be looked through. */
export function PickedShops({ codes }: Readonly<{ codes: readonly string[] }>): ReactNode {
  const words = useTexts(shopPickTexts)
  const { entries } = useShops()
  const known = useMemo(
    () => new Map(entries?.map(({ code, name, city }) => [code, { code, name, place: city }])),
    [entries],
  )
  return <PickedTable codes={codes} entryOf={(code) => known.get(code)} words={words} remove={undefined} />
}
