import { listApps, listRequests, presets } from '@yaoquan/api'
import { Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, type Language, useLanguage, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { presetName } from '../names/preset-names.ts'
import { actorNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { Failure } from '../parts/failure.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { isOfApp } from '../requests/request-row.tsx'
import { RequestsCard } from '../requests/requests-card.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { AppMistakes } from './app-mistakes.tsx'
import { RetireSecret, RotateSecret } from './app-secret.tsx'
import { AskApp } from './ask-app.tsx'
import { CreateApp } from './create-app.tsx'
import { EditApp } from './edit-app.tsx'
import { EndSessions, SwitchApp } from './switch-app.tsx'
import type { App, TabProps } from './tab-props.ts'

const texts = defineTexts({
  none: {
    zh: '还没有应用。登记一个，ERP 或收银系统用它的 app_key 调用。',
    en: 'No app yet. Register one: an ERP or a till calls with its app_key.',
  },
  name: { zh: '名称', en: 'Name' },
  key: { zh: 'app_key', en: 'app_key' },
  preset: { zh: '权限', en: 'Grants' },
  phones: { zh: '手机号', en: 'Phones' },
  masked: { zh: '打码', en: 'masked' },
  full: { zh: '完整', en: 'full' },
  ips: { zh: '来源地址', en: 'Addresses' },
  anyIp: { zh: '不限', en: 'any' },
  calls: { zh: '今日调用', en: 'Calls today' },
  secret: { zh: '密钥', en: 'Secret' },
  two: { zh: (until: string) => `旧密钥仍有效${until}`, en: (until) => `the old one is valid${until}` },
  until: { zh: (at: string) => `至 ${at}`, en: (at) => ` until ${at}` },
  setAt: { zh: (at: string) => `设于 ${at}`, en: (at) => `set ${at}` },
  disabled: { zh: '停用', en: 'disabled' },
  acts: { zh: '操作', en: 'Actions' },
  edit: { zh: '修改', en: 'Edit' },
  rotate: { zh: '更换密钥', en: 'Rotate secret' },
  retire: { zh: '停用旧密钥', en: 'Retire old secret' },
  disable: { zh: '停用', en: 'Disable' },
  enable: { zh: '启用', en: 'Enable' },
  sessions: { zh: '结束会话', en: 'End sessions' },
  app: { zh: '应用', en: 'App' },
  ask: { zh: '申请', en: 'Request' },
  requests: { zh: '等待办理的申请', en: 'Requests to carry out' },
  ownRequests: { zh: '我的申请', en: 'My requests' },
})

/** The apps of the seller with their use today. Secrets are shown once, when they are made. */
export function Apps({ act, of, request, choose, close }: TabProps): ReactNode {
  const t = useTexts(texts)
  const { data, error, isFetching, refetch } = useRead(listApps, {})
  const app = data?.apps.find(({ appKey }) => appKey === of)
  const { may } = useSession()
  const isAsked = may('apps') || may('ask-for-apps')
  const { requests, actors } = useRead(listRequests, {}, { isEnabled: isAsked }).data ?? {}
  const ofApps = (requests ?? []).filter(({ kind }) => isOfApp(kind))
  const asked = ofApps.find(({ requestId }) => requestId === request)
  const isReady = request === undefined || requests !== undefined
  return (
    <>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <RequestsCard title={may('apps') ? t.requests : t.ownRequests} requests={ofApps} actorName={actorNames(actors)} />
      <AppMistakes apps={data?.apps ?? []} />
      <div className="yq-card">
        <ListTable
          rows={data?.apps ?? []}
          keyOf={({ appKey }) => appKey}
          columns={useColumns(choose)}
          isLoading={isFetching}
          none={t.none}
          width={1060}
        />
      </div>
      <SideDrawer
        title={app?.name ?? t.app}
        isOpen={(act === 'create' && may('apps')) || act === 'ask' || (act !== 'none' && app !== undefined)}
        close={close}
        size={460}
        holdsForm
      >
        {act === 'create' && may('apps') && isReady && (
          <CreateApp key={request} request={request} asked={asked} close={close} />
        )}
        {act === 'ask' && app?.appKey === of && <AskApp key={of} app={app} close={close} />}
        {act === 'edit' && app !== undefined && isReady && (
          <EditApp key={of} app={app} request={request} asked={asked} close={close} />
        )}
        {act === 'rotate' && app !== undefined && <RotateSecret app={app} request={request} close={close} />}
        {act === 'retire' && app !== undefined && <RetireSecret app={app} close={close} />}
        {act === 'sessions' && app !== undefined && <EndSessions app={app} close={close} />}
        {act === 'switch' && app !== undefined && <SwitchApp app={app} request={request} close={close} />}
      </SideDrawer>
    </>
  )
}

function useColumns(choose: TabProps['choose']): TableColumnsType<App> {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const columns: TableColumnsType<App> = [
    {
      title: t.name,
      dataIndex: 'name',
      ellipsis: true,
      render: (name: string, { enabled }) =>
        enabled ? name : <span className="yq-soft">{`${name} · ${t.disabled}`}</span>,
    },
    { title: t.key, dataIndex: 'appKey', width: 100, render: (key: string) => <Code text={key} /> },
    {
      title: t.preset,
      key: 'preset',
      width: 98,
      ellipsis: true,
      render: (_, app) => <span title={presetText(app, language)}>{grantsText(app, language)}</span>,
    },
    { title: t.phones, dataIndex: 'masksPhones', width: 76, render: (masks: boolean) => (masks ? t.masked : t.full) },
    {
      title: t.ips,
      dataIndex: 'allowedIps',
      width: 90,
      ellipsis: true,
      render: (ips: readonly string[]) => (ips.length === 0 ? t.anyIp : ips.join(', ')),
    },
    {
      title: t.calls,
      key: 'calls',
      width: 94,
      align: 'right',
      className: 'yq-number',
      render: (_, { callsToday, callsPerDay }) =>
        callsPerDay === undefined ? callsToday : `${callsToday} / ${callsPerDay}`,
    },
    {
      title: t.secret,
      key: 'secret',
      width: 142,
      ellipsis: true,
      render: (_, { secretSetAt, hasOldSecret, oldSecretEndsAt }) =>
        hasOldSecret
          ? t.two(oldSecretEndsAt === undefined ? '' : t.until(oldSecretEndsAt.slice(0, 16)))
          : t.setAt(secretSetAt.slice(0, 10)),
    },
  ]
  const mayWiden = may('apps')
  const acts: TableColumnsType<App>[number] = {
    title: t.acts,
    className: 'yq-acts-column',
    key: 'acts',
    width: mayWiden ? 336 : 260,
    render: (_, { appKey, enabled, hasOldSecret }) => (
      <Flex gap={4} wrap>
        <LinkButton text={t.edit} act={() => choose('edit', appKey)} />
        {mayWiden && (
          <LinkButton
            text={hasOldSecret ? t.retire : t.rotate}
            act={() => choose(hasOldSecret ? 'retire' : 'rotate', appKey)}
          />
        )}
        {enabled && <LinkButton text={t.disable} act={() => choose('switch', appKey)} />}
        {!mayWiden && may('ask-for-apps') && <LinkButton text={t.ask} act={() => choose('ask', appKey)} />}
        {!enabled && mayWiden && <LinkButton text={t.enable} act={() => choose('switch', appKey)} />}
        <LinkButton text={t.sessions} act={() => choose('sessions', appKey)} />
      </Flex>
    ),
  }
  return mayWiden || may('adjust-apps') ? [...columns, acts] : columns
}

function grantsText({ preset, allowed, denied }: App, language: Language): string {
  return [
    presetName(preset, language),
    ...allowed.map((grant) => `+${grant}`),
    ...denied.map((grant) => `−${grant}`),
  ].join(' ')
}

function presetText({ preset }: App, language: Language): string {
  const known: Readonly<Record<string, Readonly<Record<Language, string>>>> = presets
  return known[preset]?.[language] ?? preset
}
