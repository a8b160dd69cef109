import { DownloadOutlined } from '@ant-design/icons'
import { overviewFigures, shopColumns } from '@yaoquan/api'
import { Alert, Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { addDays, useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Names, Shop } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { csvFile, csvOf, saveFile } from '../parts/save-file.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import './unnamed-codes.css'

const texts = defineTexts({
  add: { zh: (code: string) => `登记 ${code}`, en: (code) => `Name ${code}` },
  verb: { zh: '登记', en: 'Name' },
  more: { zh: (count: number) => `还有 ${count} 个`, en: (count) => `and ${count} more` },
  sheet: { zh: '下载待填的表格', en: 'Download a table to fill in' },
})

/** A code that is used and has no name. `use` says how. */
type UnnamedCode = Readonly<{ code: string; use: string }>

type UnnamedCodesProps = Readonly<{
  title: string
  codes: readonly UnnamedCode[]
  /** The head of the table to be filled in: code, name. */
  columns: readonly [string, string]
  fileName: string
  /** Undefined where the operator may not save. */
  add: ((code: string) => void) | undefined
}>

const maxShown = 8

/** Codes that are used and have no name yet: one click to name each, or a table of all to fill in and import. */
export function UnnamedCodes({ title, codes, columns, fileName, add }: UnnamedCodesProps): ReactNode {
  const t = useTexts(texts)
  if (codes.length === 0) return null
  const sheet = () => saveFile(fileName, csvFile(csvOf([columns, ...codes.map(({ code }) => [code, ''])])))
  return (
    <Alert
      type="warning"
      showIcon
      title={title}
      description={
        <Flex vertical gap={8}>
          <ul className="yq-plain-list yq-unnamed">
            {codes.slice(0, maxShown).map(({ code, use }) => (
              <li key={code}>
                <Code text={code} /> <span className="yq-soft yq-number">{use}</span>
                {add !== undefined && <LinkButton text={t.verb} name={t.add(code)} act={() => add(code)} />}
              </li>
            ))}
            {codes.length > maxShown && <li className="yq-soft">{t.more(codes.length - maxShown)}</li>}
          </ul>
          {add !== undefined && codes.length > 1 && (
            <div>
              <Button size="small" icon={<DownloadOutlined />} onClick={sheet}>
                {t.sheet}
              </Button>
            </div>
          )}
        </Flex>
      }
    />
  )
}

const unnamedShopsTexts = defineTexts({
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
  const t = useTexts(unnamedShopsTexts)
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
