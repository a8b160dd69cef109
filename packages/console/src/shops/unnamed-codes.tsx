import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { csvOf } from '../charts/csv.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { csvFile, saveFile } from '../parts/save-file.ts'
import './unnamed-codes.css'

const texts = defineTexts({
  add: { zh: (code: string) => `登记 ${code}`, en: (code) => `Name ${code}` },
  verb: { zh: '登记', en: 'Name' },
  more: { zh: (count: number) => `还有 ${count} 个`, en: (count) => `and ${count} more` },
  sheet: { zh: '下载待填的表格', en: 'Download a table to fill in' },
})

/** A code that is used and has no name. `use` says how. */
export type UnnamedCode = Readonly<{ code: string; use: string }>

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
