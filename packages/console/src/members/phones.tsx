import type { getMember } from '@yaoquan/api'
import { Button, Flex, Form, Input, Popover, Select } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { Failure } from '../parts/failure.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useUnmask } from './use-unmask.ts'

const texts = defineTexts({
  none: { zh: '无', en: 'None' },
  lost: { zh: '挂失', en: 'lost' },
  replaced: { zh: '已更换', en: 'replaced' },
  show: { zh: '查看', en: 'Show' },
  showAll: { zh: '查看完整手机号', en: 'Show the full phone' },
  why: { zh: '每次查看都会记入审计，60 秒后自动隐藏。', en: 'Each time is recorded; hidden again after 60 seconds.' },
  reason: { zh: '原因', en: 'Reason' },
  choose: { zh: '请选择原因', en: 'Choose a reason' },
  note: { zh: '补充说明', en: 'Note' },
  callBack: { zh: '回电给会员', en: 'Call the member back' },
  verify: { zh: '核对会员身份', en: 'Check who the member is' },
  delivery: { zh: '配送联系', en: 'Delivery' },
  other: { zh: '其他', en: 'Other' },
})

type Phone = NonNullable<ResultOf<typeof getMember>['member']>['phones'][number]
type Reason = Readonly<{ reason: string; note?: string }>

/** The phones of a member, masked; with a reason, whole for a minute. */
export function Phones({ memberId, phones }: Readonly<{ memberId: string; phones: readonly Phone[] }>): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [isAsking, setAsking] = useState(false)
  const { numbers, error, isBusy, unmask } = useUnmask(memberId)
  useEffect(() => {
    if (numbers !== undefined) setAsking(false)
  }, [numbers])
  if (phones.length === 0) return t.none
  const states = { active: '', lost: `（${t.lost}）`, replaced: `（${t.replaced}）` }
  const whole = numbers?.map(({ number, state }) => ({ phone: number, state: state as Phone['state'] }))
  return (
    <>
      {(whole ?? phones).map(({ phone, state }) => (
        <span key={phone} className="yq-number">
          {whole === undefined ? phone : <Code text={phone} />}
          {states[state]}
        </span>
      ))}
      {may('unmask') && numbers === undefined && (
        <Popover
          open={isAsking}
          onOpenChange={setAsking}
          trigger="click"
          placement="bottomLeft"
          title={t.showAll}
          content={
            <Form<Reason>
              layout="vertical"
              requiredMark={false}
              style={{ width: 280 }}
              onFinish={({ reason, note = '' }) => unmask(note === '' ? reason : `${reason}：${note}`)}
            >
              <p className="yq-soft">{t.why}</p>
              <Form.Item name="reason" label={t.reason} rules={[{ required: true, message: t.choose }]}>
                <Select
                  placeholder={t.choose}
                  options={[t.callBack, t.verify, t.delivery, t.other].map((value) => ({ value, label: value }))}
                />
              </Form.Item>
              <Form.Item name="note" label={t.note}>
                <Input maxLength={180} />
              </Form.Item>
              {error !== null && <Failure error={error} />}
              <Flex justify="end">
                <Button type="primary" htmlType="submit" loading={isBusy}>
                  {t.show}
                </Button>
              </Flex>
            </Form>
          }
        >
          <Button size="small" type="link" className="yq-inline">
            {t.show}
          </Button>
        </Popover>
      )}
    </>
  )
}
