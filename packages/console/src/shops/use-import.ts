import { useQueryClient } from '@tanstack/react-query'
import { saveCategories, saveShops } from '@yaoquan/api'
import { newRequestNumber } from '../acts/request-number.ts'
import { forgetNames } from '../names/use-names.ts'
import { callMethod } from '../server/call-method.ts'
import { useWork, type Work } from '../session/use-work.ts'
import { closedOf, type Kind, type ReadRow } from './read-table.ts'

type Imported = Readonly<{ created: number; changed: number; unchanged: number }>

/** The most that one call takes. */
const partSize = 500

/**
 * Saves the rows of a table part by part; its count is that of saved rows. After an error they stay saved, and running it again changes nothing
 * of them.
 */
export function useImport(kind: Kind, finished: (imported: Imported) => void): Work<readonly ReadRow[]> {
  const client = useQueryClient()
  return useWork(async (rows, { sellerId, progress }) => {
    const sum = { created: 0, changed: 0, unchanged: 0 }
    try {
      for (let first = 0; first < rows.length; first += partSize) {
        const part = rows.slice(first, first + partSize)
        const saved = await savePart(kind, part, sellerId)
        sum.created += saved.createdCount
        sum.changed += saved.changedCount
        sum.unchanged += saved.unchangedCount
        progress(first + part.length)
      }
      finished(sum)
    } finally {
      await forgetNames(client, sellerId)
    }
  })
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
