import type { SqlEngine } from '#database/sql-engine'
import { hasRoom, type SavedViews } from '#domain/people/saved-view'
import { refuseMovingStore } from '#store/schema/move-mark'
import { deleteSavedView, findSavedViews, insertSavedView, savedViewOfRow } from '#store/tables/saved-view'

/** Keeps views without events and seals: they show nothing that their operator may not see. */
export function createSavedViews(engine: SqlEngine): SavedViews {
  return {
    async listViews(operator) {
      const views = (await engine.reader.all(findSavedViews({ operator }))).map(savedViewOfRow)
      return views.toSorted((one, other) => one.savedAtMs - other.savedAtMs)
    },
    async saveView(operator, view) {
      const key = { operator, sellerId: view.sellerId, list: view.list, name: view.name }
      let isSaved = false
      await engine.transact(async (transaction) => {
        const all = (await transaction.all(findSavedViews({ operator }))).map(savedViewOfRow)
        isSaved = hasRoom(all, key)
        if (!isSaved) return
        await transaction.run(deleteSavedView(key))
        await transaction.run(insertSavedView(key, view))
      })
      await refuseMovingStore(engine)
      return isSaved
    },
    async removeView(key) {
      await engine.transact((transaction) => transaction.run(deleteSavedView(key)))
      await refuseMovingStore(engine)
    },
  }
}
