import { Link } from '@tanstack/react-router'
import { closeTemplate, getTemplate, reopenTemplate } from '@yaoquan/api'
import { Button, Flex } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { dayOf, useNow } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useTermNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { TermList } from '../parts/facts.tsx'
import { Loading, NotRead } from '../parts/failure.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { placesText } from '../terms/rule-text.ts'
import { Voucher } from '../terms/voucher.tsx'
import { ApprovalPanel } from './approval-panel.tsx'
import { templateSentence, validityText } from './template-sentence.ts'
import { templateActTexts, templateStateOf } from './template-state.ts'
import { Stock, TemplateStateTag } from './template-state-tag.tsx'
import type { StoredTemplate } from './use-templates.ts'
import { useVersions, Versions } from './versions.tsx'
import '../parts/details.css'

// Most templates that are opened are not sent.
const SendPanel = lazyPart(async () => (await import('../sends/send-panel.tsx')).SendPanel)

const texts = defineTexts({
  template: { zh: '券模板', en: 'Template' },
  figures: { zh: '经营数据', en: 'Figures' },
  coupons: { zh: '已发的券', en: 'Its coupons' },
  stopWhat: {
    zh: (name: string) => `「${name}」不能再领取，直到恢复；已领的券照常可用，要让它们失效请作废。`,
    en: (name) =>
      `“${name}” cannot be claimed until it is allowed again. Coupons claimed before stay valid; to end those, void them.`,
  },
  reopenWhat: {
    zh: (name: string) => `「${name}」可以继续领取，库存与限领从停领时的数字接着算。`,
    en: (name) => `“${name}” can be claimed again; stock and limits go on from where they were.`,
  },
  ended: { zh: '活动结束', en: 'Campaign over' },
  wrong: { zh: '规则有误', en: 'Wrong rule' },
  cost: { zh: '超出预算', en: 'Over budget' },
  other: { zh: '其他', en: 'Other' },
  stopped: { zh: '已停止领取', en: 'Claiming is stopped' },
  reopened: { zh: '已恢复领取', en: 'Claiming is allowed' },
  stock: { zh: '已领 / 库存', en: 'Claimed / stock' },
  notes: { zh: '内部备注', en: 'Internal notes' },
  publishAt: { zh: '发布时间', en: 'Published at' },
  bearer: { zh: '费用承担', en: 'Cost borne by' },
  versions: { zh: '版本', en: 'Versions' },
})

type SendProps = Readonly<{
  /** `new`, or the job that sends the template; undefined where the template is shown. */
  send: string | undefined
  changeSend: (send: string | undefined) => void
}>

type Listed = Readonly<{
  /** The template, where the list has it. */
  listed: StoredTemplate | undefined
  /** When the list was read, epoch milliseconds; 0 while it is read again. */
  listedAtMs: number
  /** Whether the list may still come to have it. */
  isListPending: boolean
}>

type Begun = Readonly<{
  /** Whether the form that stops or allows claiming is open at first. */
  isSwitchBegun: boolean
}>

type Props = SendProps & Listed & Begun & Readonly<{ couponId: string | undefined; close: () => void }>

/** One template: its rule as a sentence, stock, versions, and its acts. */
export function TemplateDrawer({ couponId, close, ...shown }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <SideDrawer title={t.template} isOpen={couponId !== undefined} close={close} holdsForm={shown.send !== undefined}>
      {couponId !== undefined && <TemplateDetails key={couponId} couponId={couponId} {...shown} />}
    </SideDrawer>
  )
}

type Details = SendProps & Listed & Begun & Readonly<{ couponId: string }>

function TemplateDetails(details: Details): ReactNode {
  const { couponId, send, changeSend, listed, listedAtMs, isListPending, isSwitchBegun } = details
  const t = useTexts(texts)
  const verbs = useTexts(templateActTexts)
  const { language } = useLanguage()
  const { may } = useSession()
  const nowMs = useNow(60_000)
  const [isSwitching, setSwitching] = useState(isSwitchBegun)
  const { data, error, refetch } = useRead(
    getTemplate,
    { couponId },
    {
      isEnabled: listed !== undefined || !isListPending,
      known: listed && { result: { template: listed, success: true, requestId: '' }, atMs: listedAtMs },
    },
  )
  const template = data?.template
  const opened = useVersions(couponId, send === undefined)
  const names = useTermNames(template === undefined ? [] : [template], opened.known)
  if (template === undefined) return <NotRead error={error} refetch={refetch} rows={8} />
  if (send !== undefined) {
    const jobId = send === 'new' ? undefined : send
    const close = () => changeSend(undefined)
    return <SendPanel couponId={couponId} jobId={jobId} close={close} name={template.couponName} open={changeSend} />
  }
  const { couponName, description, notes, publishAt, costBearer, version, closed } = template
  return (
    <Flex vertical gap={16} className="yq-coupon">
      <header>
        <Flex gap={8} align="center" wrap>
          <strong className="yq-coupon-name">{couponName}</strong>
          <TemplateStateTag state={templateStateOf(template, nowMs)} />
        </Flex>
        <Code text={couponId} />
      </header>
      {!isSwitching && (
        <Flex gap={8} wrap>
          {may('save-templates') && (
            <>
              <Link to="/templates/edit" search={{ template: couponId } as never}>
                <Button type="primary" tabIndex={-1}>
                  {verbs.edit}
                </Button>
              </Link>
              <Link to="/templates/edit" search={{ copy: couponId } as never}>
                <Button tabIndex={-1}>{verbs.copy}</Button>
              </Link>
            </>
          )}
          {may('send-coupons') && !closed && <Button onClick={() => changeSend('new')}>{verbs.send}</Button>}
          {may('read-figures') && (
            <Link to="/overview" search={{ template: couponId } as never}>
              <Button tabIndex={-1}>{t.figures}</Button>
            </Link>
          )}
          {may('search-coupons') && (
            <Link to="/coupons" search={{ template: couponId } as never}>
              <Button tabIndex={-1}>{t.coupons}</Button>
            </Link>
          )}
          {may('stop-templates') && (
            <Button danger={!closed} onClick={() => setSwitching(true)}>
              {closed ? verbs.reopen : verbs.stop}
            </Button>
          )}
        </Flex>
      )}
      {isSwitching && <SwitchAct template={template} close={() => setSwitching(false)} />}
      <ApprovalPanel key={version} template={template} />
      {opened.versions === undefined && opened.error === null ? (
        <Loading rows={4} />
      ) : (
        <>
          <Voucher
            worth={template}
            name={couponName}
            validity={validityText(template, language, dayOf(nowMs))}
            places={placesText(template.shop, language, names.shop)}
            description={description}
          />
          <p className="yq-sentence">{templateSentence(template, language, names)}</p>
        </>
      )}
      <TermList
        facts={[
          [t.stock, <Stock key="stock" template={template} />],
          [t.publishAt, publishAt],
          [t.bearer, costBearer],
          [t.notes, notes],
        ]}
      />
      <section>
        <h3>{t.versions}</h3>
        <Versions template={template} />
      </section>
    </Flex>
  )
}

function SwitchAct({ template, close }: Readonly<{ template: StoredTemplate; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const verbs = useTexts(templateActTexts)
  const { couponId, couponName, closed } = template
  const act = useAct(closed ? reopenTemplate : closeTemplate, {
    tell: () => ({ text: closed ? t.reopened : t.stopped }),
    close,
  })
  const verb = closed ? verbs.reopen : verbs.stop
  return (
    <ActForm<ReasonValues>
      title={verb}
      verb={verb}
      isDanger={!closed}
      {...act}
      consequence={closed ? t.reopenWhat(couponName) : t.stopWhat(couponName)}
      submit={(values) => act.run({ couponId, reason: reasonOf(values) })}
    >
      <ReasonFields reasons={[t.ended, t.wrong, t.cost, t.other]} />
    </ActForm>
  )
}
