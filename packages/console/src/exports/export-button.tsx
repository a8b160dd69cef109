import { DownloadOutlined } from '@ant-design/icons'
import type { RequestOf } from '@yaoquan/api'
import { encodeRequest } from '@yaoquan/protocol'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultMethod } from '../server/call-method.ts'
import { ExportForm, type ExportName } from './export-form.tsx'

const texts = defineTexts({
  export: { zh: '导出', en: 'Export' },
})

type ExportButtonProps<M extends ResultMethod> = Readonly<{
  list: ExportName
  /** The method by which the screen reads the list. */
  definition: M
  /** Request of the list; page and cursor do not matter. */
  filter: RequestOf<M>
}>

/** The act of a list that writes all rows of its filter to a file. */
export function ExportButton<M extends ResultMethod>({ list, definition, filter }: ExportButtonProps<M>): ReactNode {
  const t = useTexts(texts)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setOpen(true)}>
        {t.export}
      </Button>
      <SideDrawer title={t.export} isOpen={isOpen} close={() => setOpen(false)} size={460} holdsForm>
        <ExportForm list={list} filter={encodeRequest(definition, filter)} close={() => setOpen(false)} />
      </SideDrawer>
    </>
  )
}
