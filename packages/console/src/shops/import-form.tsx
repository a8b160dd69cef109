import { UploadOutlined } from '@ant-design/icons'
import { Alert, App, Button, Flex, Input, Progress, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, type Language, textsIn, useLanguage, useTexts } from '../language/texts.ts'
import '../acts/act-form.css'
import '../parts/details.css'
import { Failure } from '../parts/failure.tsx'
import { type Kind, type ReadTable, readTable, type TableFault } from './read-table.ts'
import { useImport } from './use-import.ts'

const texts = defineTexts({
  shop: { zh: '导入门店', en: 'Import shops' },
  category: { zh: '导入品类', en: 'Import categories' },
  hint: {
    zh: '从表格里复制后粘贴，或选择 CSV 文件。已有的编码会改名，没有的列保持不变，重复导入不产生变化。',
    en: 'Paste cells of a spreadsheet, or choose a CSV file. Known codes are renamed, missing columns stay as they are, and importing again changes nothing.',
  },
  shopColumns: {
    zh: '列：门店编码、门店名称，可加 城市、已闭店（是/否）',
    en: 'Columns: code, name, and if you like city and closed (yes/no)',
  },
  categoryColumns: {
    zh: '列：品类编码、品类名称，可加 上级编码',
    en: 'Columns: code, name, and if you like parent_code',
  },
  table: { zh: '表格内容', en: 'Table' },
  file: { zh: '选择文件', en: 'Choose a file' },
  ready: {
    zh: (rows: number, first: string) => `共 ${rows} 行，第一行：${first}`,
    en: (rows, first) => `${rows} rows, the first: ${first}`,
  },
  verb: { zh: (rows: number) => (rows === 0 ? '导入' : `导入 ${rows} 行`), en: (rows) => `Import ${rows || ''}` },
  done: {
    zh: (created: number, changed: number, unchanged: number) => `新建 ${created}，修改 ${changed}，未变 ${unchanged}`,
    en: (created, changed, unchanged) => `${created} created, ${changed} changed, ${unchanged} as before`,
  },
  saved: {
    zh: (rows: number) => `前 ${rows} 行已经保存；改好后可以从头再导入一次。`,
    en: (rows) => `The first ${rows} rows are saved; you may import the corrected table again from its start.`,
  },
  unreadable: { zh: '文件不是 UTF-8 或 GBK 编码的文本。', en: 'The file is no text in UTF-8 or GBK.' },
})

const faults = defineTexts({
  empty: { zh: '没有可以导入的行。', en: 'There is no row to import.' },
  'unknown-column': {
    zh: (column: string) => `不认识的列“${column}”。`,
    en: (column) => `Unknown column “${column}”.`,
  },
  'missing-column': {
    zh: (column: string) => `缺少列“${column}”。`,
    en: (column) => `The column “${column}” is missing.`,
  },
  'too-many': { zh: (max: string) => `一次最多 ${max} 行。`, en: (max) => `At most ${max} rows at a time.` },
  'bad-quotes': {
    zh: (line: string) => `第 ${line} 行的引号没有配对。`,
    en: (line) => `The quotes of line ${line} do not pair.`,
  },
  'bad-row': {
    zh: (line: string) => `第 ${line} 行的列数与首行不同。`,
    en: (line) => `Line ${line} has other columns than the first.`,
  },
  'no-code': { zh: (line: string) => `第 ${line} 行没有编码。`, en: (line) => `Line ${line} has no code.` },
  'no-name': { zh: (line: string) => `第 ${line} 行没有名称。`, en: (line) => `Line ${line} has no name.` },
  repeated: {
    zh: (line: string) => `第 ${line} 行的编码前面已经有了。`,
    en: (line) => `The code of line ${line} came before.`,
  },
  'bad-closed': {
    zh: (line: string) => `第 ${line} 行的“已闭店”应为 是 或 否。`,
    en: (line) => `closed in line ${line} must be yes or no.`,
  },
})

/** Names shops or categories from a table that is pasted or chosen as a file; the browser reads it. */
export function ImportForm({ kind, close }: Readonly<{ kind: Kind; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const read = text.trim() === '' ? undefined : readTable(text, kind)
  const rows = read?.kind === 'rows' ? read.rows : []
  const {
    isBusy,
    error,
    count: done,
    run,
  } = useImport(kind, ({ created, changed, unchanged }) => {
    void message.success(t.done(created, changed, unchanged))
    close()
  })
  const choose = async (file: File) => {
    const found = decode(await file.arrayBuffer())
    if (found === undefined) void message.error(t.unreadable)
    else setText(found)
  }
  return (
    <Flex vertical gap={12} className="yq-act">
      <h3 className="yq-tight">{t[kind]}</h3>
      <p className="yq-tight">{t.hint}</p>
      <p className="yq-tight yq-soft">{kind === 'shop' ? t.shopColumns : t.categoryColumns}</p>
      <Input.TextArea
        aria-label={t.table}
        rows={12}
        value={text}
        disabled={isBusy}
        spellCheck={false}
        placeholder={kind === 'shop' ? '01\t朝阳店\n02\t海淀店' : '1001\t感冒用药\n1002\t维生素'}
        onChange={({ target }) => setText(target.value)}
      />
      <Upload
        accept=".csv,.txt,text/csv,text/plain"
        showUploadList={false}
        disabled={isBusy}
        beforeUpload={(file) => {
          void choose(file)
          return false
        }}
      >
        <Button icon={<UploadOutlined />}>{t.file}</Button>
      </Upload>
      <Verdict read={read} />
      {isBusy && rows.length > 0 && <Progress percent={Math.round((done / rows.length) * 100)} />}
      {error !== null && !isBusy && (
        <>
          <Failure error={error} />
          {done > 0 && <p className="yq-tight">{t.saved(done)}</p>}
        </>
      )}
      <div>
        <Button type="primary" loading={isBusy} disabled={rows.length === 0} onClick={() => run(rows)}>
          {t.verb(rows.length)}
        </Button>
      </div>
    </Flex>
  )
}

function Verdict({ read }: Readonly<{ read: ReadTable | undefined }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  if (read === undefined) return null
  if (read.kind === 'fault') return <Alert type="warning" showIcon title={faultText(read.fault, language)} />
  const [first] = read.rows
  const shown = Object.values(first?.values ?? {}).filter((value) => value !== '')
  return <Alert type="info" showIcon title={t.ready(read.rows.length, shown.join(' · '))} />
}

function faultText(fault: TableFault, language: Language): string {
  const f = textsIn(faults, language)
  switch (fault.kind) {
    case 'empty':
      return f.empty
    case 'unknown-column':
    case 'missing-column':
      return f[fault.kind](fault.column)
    case 'too-many':
      return f['too-many'](String(fault.max))
    default:
      return f[fault.kind](String(fault.line))
  }
}

/** Spreadsheet programs of Chinese systems save CSV in GBK. */
function decode(bytes: ArrayBuffer): string | undefined {
  for (const encoding of ['utf-8', 'gbk']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return undefined
}
