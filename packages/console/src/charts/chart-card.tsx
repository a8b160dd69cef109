import { BarChartOutlined, DownloadOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Table } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { NotRead } from '../parts/failure.tsx'
import { csvFile, csvOf, saveFile } from '../parts/save-file.ts'
import './chart-card.css'

const texts = defineTexts({
  asTable: { zh: '看表格', en: 'Show as a table' },
  asChart: { zh: '看图', en: 'Show as a chart' },
  csv: { zh: '下载 CSV', en: 'Download CSV' },
})

/** The numbers of a chart: a column with names, then columns with numbers. */
type ChartTable = Readonly<{
  columns: readonly string[]
  rows: readonly (readonly [string, ...(string | number)[]])[]
}>

type ChartCardProps = Readonly<{
  /** The question that the chart answers. */
  title: string
  table: ChartTable
  /** Name of the downloaded file, without its ending. */
  fileName: string
  /** What is shown, chosen: above the chart and above the table. */
  controls?: ReactNode
  children: ReactNode
}>

/** A chart with its question, and the same numbers as a table and as a file. */
export function ChartCard({ title, table, fileName, controls, children }: ChartCardProps): ReactNode {
  const t = useTexts(texts)
  const [isTable, setTable] = useState(false)
  const other = isTable ? t.asChart : t.asTable
  return (
    <section className="yq-card yq-chart-card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Button
          type="text"
          size="small"
          icon={isTable ? <BarChartOutlined /> : <TableOutlined />}
          aria-label={other}
          title={other}
          onClick={() => setTable(!isTable)}
        />
        <Button
          type="text"
          size="small"
          icon={<DownloadOutlined />}
          aria-label={t.csv}
          title={t.csv}
          onClick={() => saveFile(`${fileName}.csv`, csvFile(csvOf([table.columns, ...table.rows])))}
        />
      </header>
      {controls}
      {isTable ? <ChartNumbers table={table} /> : children}
    </section>
  )
}

function ChartNumbers({ table: { columns, rows } }: Readonly<{ table: ChartTable }>): ReactNode {
  return (
    <Table
      size="small"
      pagination={false}
      scroll={{ y: 220 }}
      rowKey="0"
      dataSource={rows.map((row) => ({ ...row }))}
      columns={columns.map((title, place) => ({
        title,
        dataIndex: String(place),
        align: place === 0 ? ('left' as const) : ('right' as const),
        className: 'yq-number',
      }))}
    />
  )
}

type CardStateProps = Readonly<{
  read: Readonly<{ data: object | undefined; error: Error | null; refetch: () => Promise<unknown> }>
  /** Said in place of the chart; undefined where there is something to show. */
  empty: string | undefined
}>

/** What a card shows in place of its chart while the numbers are read, when that fails, and when there are none. */
export function CardState({ read: { data, error, refetch }, empty }: CardStateProps): ReactNode {
  if (error !== null || data === undefined) return <NotRead error={error} refetch={refetch} />
  return empty !== undefined && <p className="yq-soft">{empty}</p>
}
