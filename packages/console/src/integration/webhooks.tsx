import { deliveryFailureText, listWebhooks } from '@yaoquan/api'
import { Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { Failure } from '../parts/failure.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import type { TabProps, Webhook } from './tab-props.ts'
import { AddWebhook, RemoveWebhook, ReplayWebhook, TestWebhook } from './webhook-acts.tsx'

const texts = defineTexts({
  url: { zh: '地址', en: 'Address' },
  cursor: { zh: '已送达至', en: 'Delivered to' },
  lag: { zh: '待送达', en: 'Waiting' },
  since: { zh: (at: string) => `自 ${at}`, en: (at) => `since ${at}` },
  error: { zh: '最近错误', en: 'Last error' },
  next: {
    zh: (count: number, at: string) => `连续失败 ${count} 次，下次 ${at}`,
    en: (count, at) => `${count} failures, next ${at}`,
  },
  delivered: { zh: '最近送达', en: 'Last delivery' },
  skipped: { zh: '已放弃', en: 'Given up' },
  acts: { zh: '操作', en: 'Actions' },
  test: { zh: '测试', en: 'Test' },
  replay: { zh: '重新推送', en: 'Replay' },
  remove: { zh: '移除', en: 'Remove' },
  none: {
    zh: '还没有 webhook。添加一个，核销等事件就会推送到您的系统。',
    en: 'There is no webhook yet. Add one, and redemptions and other events are pushed to your system.',
  },
})

/** The webhooks of the seller, with what waits and why. */
export function Webhooks({ act, of, choose, close }: TabProps): ReactNode {
  const t = useTexts(texts)
  const { data, error, isFetching, refetch } = useRead(listWebhooks, {})
  const webhook = data?.webhooks.find(({ webhookId }) => webhookId === of)
  return (
    <>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card">
        <ListTable
          rows={data?.webhooks ?? []}
          keyOf={({ webhookId }) => webhookId}
          columns={useColumns(choose)}
          isLoading={isFetching}
          width={1060}
          none={t.none}
        />
      </div>
      <SideDrawer
        title={webhook?.url ?? 'webhook'}
        isOpen={act === 'create' || (act !== 'none' && webhook !== undefined)}
        close={close}
        size={460}
        holdsForm
      >
        {act === 'create' && <AddWebhook close={close} />}
        {act === 'test' && webhook !== undefined && <TestWebhook key={of} webhook={webhook} close={close} />}
        {act === 'replay' && webhook !== undefined && <ReplayWebhook webhook={webhook} close={close} />}
        {act === 'remove' && webhook !== undefined && <RemoveWebhook webhook={webhook} close={close} />}
      </SideDrawer>
    </>
  )
}

function useColumns(choose: TabProps['choose']): TableColumnsType<Webhook> {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const failureOf = (reason = '') => deliveryFailureText(reason)[language]
  const columns: TableColumnsType<Webhook> = [
    { title: t.url, dataIndex: 'url', ellipsis: true },
    { title: t.cursor, dataIndex: 'cursorSeq', width: 92, align: 'right', className: 'yq-number' },
    {
      title: t.lag,
      key: 'lag',
      width: 170,
      className: 'yq-number',
      render: (_, { lag, waitingSince }) =>
        waitingSince === undefined ? lag : `${lag} · ${t.since(waitingSince.slice(5, 16))}`,
    },
    {
      title: t.error,
      key: 'error',
      width: 260,
      ellipsis: true,
      render: (_, { failures, nextAttemptAt, lastError, lastErrorAt }) =>
        failures > 0 && nextAttemptAt !== undefined ? (
          <span title={lastErrorAt}>
            {failureOf(lastError)} · {t.next(failures, nextAttemptAt.slice(5, 16))}
          </span>
        ) : (
          lastError !== undefined && <span className="yq-soft">{failureOf(lastError)}</span>
        ),
    },
    {
      title: t.delivered,
      dataIndex: 'acknowledgedAt',
      width: 124,
      className: 'yq-number',
      render: (at: string | undefined) => at !== undefined && <time title={at}>{at.slice(5, 16)}</time>,
    },
    { title: t.skipped, dataIndex: 'skippedEvents', width: 72, align: 'right', className: 'yq-number' },
  ]
  const acts: TableColumnsType<Webhook>[number] = {
    title: t.acts,
    className: 'yq-acts-column',
    key: 'acts',
    width: 190,
    render: (_, { webhookId }) => (
      <Flex gap={4}>
        <LinkButton text={t.test} act={() => choose('test', webhookId)} />
        <LinkButton text={t.replay} act={() => choose('replay', webhookId)} />
        <LinkButton text={t.remove} act={() => choose('remove', webhookId)} />
      </Flex>
    ),
  }
  return may('webhooks') ? [...columns, acts] : columns
}
