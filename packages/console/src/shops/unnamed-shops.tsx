import { overviewFigures, shopColumns } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { addDays } from '../design/days.ts'
import { useToday } from '../design/use-now.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Names, Shop } from '../names/use-names.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { UnnamedCodes } from './unnamed-codes.tsx'

const texts = defineTexts({
  title: {
    zh: (count: number) => `收银在用、但还没有名称的门店编码：${count} 个（近一年有核销）`,
    en: (count) => `Shop codes without a name that tills used in the last year: ${count}`,
  },
  use: {
    zh: (count: number) => `核销 ${count} 次`,
    en: (count) => `${count} ${count === 1 ? 'redemption' : 'redemptions'}`,
  },
})

type UnnamedShopsProps = Readonly<{
  shops: Names<Shop>
  add: ((code: string) => void) | undefined
}>

/** The greatest period and number of rows that figures have. */
const days = 400
const maxRows = 400

/** Codes of shops that tills used in the last year and that have no name, those with most redemptions first. */
export function UnnamedShops({ shops, add }: UnnamedShopsProps): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const today = useToday()
  const { data } = useRead(
    overviewFigures,
    { fromDay: addDays(today, 1 - days), toDay: today, groupBy: 'shop', limit: maxRows },
    { isEnabled: may('read-figures') },
  )
  // Redemptions without a shop have a blank name, and the rest of a long list is named `*`.
  const codes = (data?.rows ?? [])
    .filter(({ name, redeemed }) => redeemed > 0 && name !== '' && name !== '*' && shops.nameOf(name) === undefined)
    .map(({ name, redeemed }) => ({ code: name, use: t.use(redeemed) }))
  const columns = [shopColumns.code.zh, shopColumns.name.zh] as const
  return <UnnamedCodes title={t.title(codes.length)} codes={codes} columns={columns} fileName="shops.csv" add={add} />
}
