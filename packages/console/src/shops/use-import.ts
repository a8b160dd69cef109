import { useMutation, useQueryClient } from '@tanstack/react-query'
import { saveCategories, saveShops } from '@yaoquan/api'
import { useState } from 'react'
import { newRequestNumber } from '../acts/request-number.ts'
import { forgetNames } from '../names/use-names.ts'
import { callMethod } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { closedOf, type Kind, type ReadRow } from './read-table.ts'

export type Imported = Readonly<{ created: number; changed: number; unchanged: number }>

type Import = Readonly<{
  isBusy: boolean
  /** Of the last attempt; what was saved before it stays saved, and running it again changes nothing of that. */
  error: Error | null
  /** Rows that are saved. */
  done: number
  run: (rows: readonly ReadRow[]) => void
}>

/** The most that one call takes. */
const partSize = 500

/** Saves the rows of a table part by part. */
export function useImport(kind: Kind, finished: (imported: Imported) => void): Import {
  const { seller } = useSession()
  const client = useQueryClient()
  const [done, setDone] = useState(0)
  const { isPending, error, mutate } = useMutation<Imported, Error, readonly ReadRow[]>({
    mutationFn: async (rows) => {
      const sum = { created: 0, changed: 0, unchanged: 0 }
      setDone(0)
      for (let first = 0; first < rows.length; first += partSize) {
        const part = rows.slice(first, first + partSize)
        const saved = await savePart(kind, part, seller.id)
        sum.created += saved.createdCount
        sum.changed += saved.changedCount
        sum.unchanged += saved.unchangedCount
        setDone(first + part.length)
      }
      return sum
    },
    onSuccess: finished,
    onSettled: () => forgetNames(client, seller.id),
  })
  return { isBusy: isPending, error, done, run: (rows) => mutate(rows) }
}

function savePart(kind: Kind, rows: readonly ReadRow[], sellerId: string) {
  const outRequestNo = newRequestNumber()
  if (kind === 'shop') {
    const shops = rows.map(({ values: { code = '', name = '', city, closed = '' } }) => {
      return { code, name, city, closed: closedOf(closed) }
    })
    return callMethod(saveShops, { outRequestNo, shops }, { sellerId })
  }
  const categories = rows.map(({ values: { code = '', name = '', parentCode } }) => ({ code, name, parentCode }))
  return callMethod(saveCategories, { outRequestNo, categories }, { sellerId })
}
