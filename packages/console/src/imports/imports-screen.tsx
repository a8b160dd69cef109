import { UploadOutlined } from '@ant-design/icons'
import { type ImportKind, listJobs } from '@yaoquan/api'
import { Button, Flex, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { ChooseTable } from '../files/choose-table.tsx'
import type { Table } from '../files/read-table.ts'
import { JobDrawer } from '../jobs/job-drawer.tsx'
import { JobsTable, useJobActors } from '../jobs/jobs-table.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { choiceParameter, pageParameters, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { MapColumns } from './map-columns.tsx'

const texts = defineTexts({
  title: { zh: '导入', en: 'Imports' },
  kind: { zh: '导入什么', en: 'What is imported' },
  members: { zh: '会员', en: 'Members' },
  coupons: { zh: '已发放的优惠券', en: 'Issued coupons' },
  importMembers: { zh: '导入会员', en: 'Import members' },
  importCoupons: { zh: '导入优惠券', en: 'Import coupons' },
  hintMembers: {
    zh: '每行一位会员，须有手机号或会员卡号。已有的会员会被修改，空白的格子不改动。',
    en: 'One member a row, with a phone or a card. Known members are changed; blank cells change nothing.',
  },
  hintCoupons: {
    zh: '每行一张由 ERP 或其他渠道发放的券，须有券码。内容相同的券不变，券码相同而内容不同的会被拒绝。',
    en: 'One coupon a row that an ERP or another channel issued, with its code. Equal coupons stay as they are; a known code with other contents is refused.',
  },
  none: {
    zh: '还没有导入过。点右上角选择表格开始。',
    en: 'Nothing was imported yet. Choose a spreadsheet with the button above.',
  },
  sum: { zh: (count: number) => `本页 ${count} 次`, en: (count) => `${count} on this page` },
})

const parameters = {
  kind: choiceParameter(['members', 'coupons']),
  act: choiceParameter(['none', 'import']),
  ...pageParameters,
  job: textParameter,
}

const kinds = { members: 'import-members', coupons: 'import-coupons' } as const satisfies Record<string, ImportKind>

/** Imports of members and coupons from files: a new one, and those before it. */
export function ImportsScreen(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [{ kind: name, act, page, cursor, job }, change] = useSearchState(parameters)
  const kind = kinds[name]
  const verb = name === 'members' ? t.importMembers : t.importCoupons
  const request = { kind, limit: 50, cursor }
  const { data, error, isFetching, refetch } = useRead(listJobs, request, { keepsFormer: true, everyMs: 2_000 })
  const rows = (data?.jobs ?? []).filter((one) => one.kind === kind)
  const who = useJobActors(data?.actors)
  const close = () => change({ act: 'none' })
  return (
    <Page
      title={t.title}
      act={
        may(kind) && (
          <Button type="primary" icon={<UploadOutlined />} onClick={() => change({ act: 'import' })}>
            {verb}
          </Button>
        )
      }
    >
      <div>
        <Segmented
          aria-label={t.kind}
          value={name}
          options={(['members', 'coupons'] as const).map((value) => ({ value, label: t[value] }))}
          onChange={(next) => change({ kind: next, page: 1, cursor: undefined })}
        />
      </div>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card">
        <JobsTable
          rows={rows}
          isLoading={isFetching}
          none={t.none}
          who={who}
          open={(jobId) => change({ job: jobId })}
        />
        <CursorPages sum={data && t.sum(rows.length)} page={page} next={data?.nextCursor} go={change} />
      </div>
      <JobDrawer jobId={job} close={() => change({ job: undefined })} />
      <SideDrawer title={verb} isOpen={act === 'import' && may(kind)} close={close} size={640} holdsForm>
        <Flex vertical gap={12}>
          <p className="yq-tight yq-soft">{name === 'members' ? t.hintMembers : t.hintCoupons}</p>
          <NewImport key={kind} kind={kind} drafted={(jobId) => change({ act: 'none', job: jobId })} close={close} />
        </Flex>
      </SideDrawer>
    </Page>
  )
}

type NewImportProps = Readonly<{ kind: ImportKind; drafted: (jobId: string) => void; close: () => void }>

function NewImport(props: NewImportProps): ReactNode {
  const [table, setTable] = useState<Table>()
  return table === undefined ? <ChooseTable chosen={setTable} /> : <MapColumns {...props} table={table} />
}
