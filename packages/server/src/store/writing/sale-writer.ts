import type { SaleWriter } from '#domain/sales/sale-store'
import { applyGoodsReturned, applyJoinedSale, applyNewSale } from './apply-sales.ts'
import { loadNewestSaleNo, loadRedemptions, loadSoldOrder } from './load-sales.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes sales and their returns inside one transaction. */
export function createSaleWriter(parts: WriterParts): SaleWriter {
  const { forms } = parts
  return {
    findSoldOrder: (order) => loadSoldOrder(parts, order),
    findRedemptionsOfSale: ({ redemptionIds }) => loadRedemptions(parts, redemptionIds),
    async addFirstSale(sale) {
      if ((await loadNewestSaleNo(parts, await forms.ofId(sale.orderId))) > 0) return false
      await applyNewSale(parts, [{ ...sale, saleNo: 1 }])
      return true
    },
    async addSale(sale) {
      const newest = await loadNewestSaleNo(parts, await forms.ofId(sale.orderId))
      await applyNewSale(parts, [{ ...sale, saleNo: newest + 1 }])
    },
    joinSale: (sale, joining) => applyJoinedSale(parts, [{ sale, joining }]),
    addReturn: (sale, added) => applyGoodsReturned(parts, [{ sale, added }]),
  }
}
