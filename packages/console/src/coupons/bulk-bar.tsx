import { useNavigate } from '@tanstack/react-router'
import { createJob, type RequestOf } from '@yaoquan/api'
import { Button, Checkbox, DatePicker, Flex, Form, Input } from 'antd'
import type { Dayjs } from 'dayjs'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { dayOf } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useRequired } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useWrite } from '../session/use-server.ts'
import { HoldSelected, ReleaseSelected } from './hold-selected.tsx'

const texts = defineTexts({
  selected: { zh: (count: number) => `已选 ${count} 张`, en: (count) => `${count} selected` },
  all: { zh: '全部符合条件的', en: 'All that match' },
  void: { zh: '批量作废', en: 'Void coupons' },
  extend: { zh: '批量延期', en: 'Extend coupons' },
  hold: { zh: '占用', en: 'Hold' },
  release: { zh: '释放', en: 'Release' },
  tooMany: {
    zh: (most: number) => `占用与释放一次最多 ${most} 张选中的券`,
    en: (most) => `Hold and release take at most ${most} selected coupons`,
  },
  verb: { zh: '试算', en: 'Dry run' },
  consequence: {
    zh: '先试算，不改动任何券；看过将处理与被拒绝的数量、输入数量后才启动。',
    en: 'Nothing is changed yet: you see how many would change and how many would be refused, and type the number to start.',
  },
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '不要写手机号', en: 'no phone numbers' },
  held: { zh: '占用中的也作废', en: 'Also those that orders hold' },
  endDate: { zh: '新的最后可用日', en: 'New last valid day' },
})

type Request = RequestOf<typeof createJob>
type Filter = NonNullable<Request['filter']>
type Values = Readonly<{ reason: string; voidHeld?: boolean; endDate?: Dayjs }>

type BulkBarProps = Readonly<{
  selected: readonly string[]
  /** Filter of the screen; undefined if none is set, since nobody means all coupons. */
  filter: Filter | undefined
}>

type Kind = 'void' | 'extend' | 'hold' | 'release'

/** Coupons of one call; more are held for no order. */
const mostHeld = 200

/** Acts on the selected coupons, or on all that match the filter: each begins with a dry run. Orders hold and release selected ones only. */
export function BulkBar({ selected, filter }: BulkBarProps): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [takesAll, setTakesAll] = useState(false)
  const [kind, setKind] = useState<Kind>()
  const isOnAll = takesAll && filter !== undefined
  const chosen = isOnAll ? { filter } : { couponCodes: selected }
  const isNothing = !isOnAll && selected.length === 0
  const canHold = !isOnAll && selected.length > 0 && selected.length <= mostHeld
  const close = () => setKind(undefined)
  return (
    <Flex gap={8} align="center" wrap className="yq-bulk">
      <span aria-live="polite">{t.selected(selected.length)}</span>
      {may('bulk') && (
        <>
          <Checkbox
            checked={isOnAll}
            disabled={filter === undefined}
            onChange={({ target }) => setTakesAll(target.checked)}
          >
            {t.all}
          </Checkbox>
          <Button danger disabled={isNothing} onClick={() => setKind('void')}>
            {t.void}
          </Button>
          <Button disabled={isNothing} onClick={() => setKind('extend')}>
            {t.extend}
          </Button>
        </>
      )}
      {may('hold-coupons') && (
        <>
          <Button disabled={!canHold} onClick={() => setKind('hold')}>
            {t.hold}
          </Button>
          <Button disabled={!canHold} onClick={() => setKind('release')}>
            {t.release}
          </Button>
          {!canHold && <span className="yq-soft">{t.tooMany(mostHeld)}</span>}
        </>
      )}
      <SideDrawer title={kind && t[kind]} isOpen={kind !== undefined} close={close} size={460} holdsForm>
        {(kind === 'void' || kind === 'extend') && <DraftForm kind={kind} chosen={chosen} close={close} />}
        {kind === 'hold' && <HoldSelected couponCodes={selected} close={close} />}
        {kind === 'release' && <ReleaseSelected couponCodes={selected} close={close} />}
      </SideDrawer>
    </Flex>
  )
}

type DraftFormProps = Readonly<{
  kind: 'void' | 'extend'
  chosen: Pick<Request, 'couponCodes' | 'filter'>
  close: () => void
}>

const format = 'YYYY-MM-DD'

function DraftForm({ kind, chosen, close }: DraftFormProps): ReactNode {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const { isPending, error, mutate } = useWrite(createJob)
  const required = useRequired()
  const today = dayOf(Date.now())
  return (
    <ActForm<Values>
      title={t[kind]}
      verb={t.verb}
      isBusy={isPending}
      error={error}
      consequence={t.consequence}
      cancel={close}
      submit={({ reason, voidHeld, endDate }) => {
        const input = {
          kind,
          ...chosen,
          reason,
          voidHeld: voidHeld ? true : undefined,
          endDate: endDate?.format(format),
        }
        mutate(input, {
          onSuccess: ({ job }) => void navigate({ to: '/jobs', search: { job: job?.jobId } as never }),
        })
      }}
    >
      {kind === 'extend' && (
        <Form.Item name="endDate" label={t.endDate} rules={[required]}>
          <DatePicker format={format} disabledDate={(day) => day.format(format) < today} />
        </Form.Item>
      )}
      <Form.Item name="reason" label={t.reason} rules={[{ ...required, whitespace: true }]}>
        <Input maxLength={200} placeholder={t.reasonHint} autoComplete="off" />
      </Form.Item>
      {kind === 'void' && (
        <Form.Item name="voidHeld" valuePropName="checked">
          <Checkbox>{t.held}</Checkbox>
        </Form.Item>
      )}
    </ActForm>
  )
}
