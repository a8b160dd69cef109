import { explainCoupon, holdCoupon, redeemCoupon } from '@yaoquan/api'
import { Alert, Flex, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { channelNames } from '../names/channel-text.ts'
import { namedWords } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { Failure, Loading } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import { refusedCallTitle } from '../terms/refused-call-title.ts'

const texts = defineTexts({
  title: { zh: '为什么用不了', en: 'Why it was refused' },
  when: { zh: '按什么时刻判断', en: 'Judged as of' },
  past: { zh: '当时', en: 'Then' },
  now: { zh: '现在再来一次', en: 'If it came now' },
})

type Props = Readonly<{
  /** The `request_id` of the answer of a refused call; undefined: the drawer is closed. */
  requestId: string | undefined
  close: () => void
}>

/** Why a call was refused, by the id of its answer; and whether the same would be refused now. */
export function ExplainDrawer({ requestId, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <SideDrawer title={t.title} isOpen={requestId !== undefined} close={close}>
      {requestId !== undefined && <ExplainedCall requestId={requestId} />}
    </SideDrawer>
  )
}

/** Calls that ask for coupons, a shop and a basket, which can be judged again at any time. */
const repeatable: readonly (string | undefined)[] = [redeemCoupon.name, holdCoupon.name]

function ExplainedCall({ requestId }: Readonly<{ requestId: string }>): ReactNode {
  const t = useTexts(texts)
  const [when, setWhen] = useState<'then' | 'now'>('then')
  const then = useRead(explainCoupon, { requestId })
  const now = useRead(explainCoupon, { requestId, isNow: true }, { isEnabled: when === 'now', isFresh: true })
  const { data, error, isError, refetch } = when === 'now' ? now : then
  return (
    <>
      {repeatable.includes(then.data?.call?.method) && (
        <Segmented
          className="yq-when"
          aria-label={t.when}
          options={[
            { value: 'then', label: t.past },
            { value: 'now', label: t.now },
          ]}
          value={when}
          onChange={setWhen}
        />
      )}
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {!isError && (data === undefined ? <Loading /> : <Explanations result={data} />)}
    </>
  )
}

const explanationsTexts = defineTexts({
  usable: { zh: '按这些条件，这张券可以使用。', en: 'Under these conditions the coupon can be used.' },
  at: { zh: (moment: string) => `按 ${moment} 的状态与规则判断`, en: (moment) => `By state and rules as of ${moment}` },
  change: { zh: (change: string) => `怎样才能用：${change}`, en: (change) => `What would help: ${change}` },
  call: {
    zh: (title: string, code: string) => `${title}，当时返回 ${code}`,
    en: (title, code) => `${title}, answered ${code}`,
  },
  removed: {
    zh: '请求内容已不保存，只有错误码。',
    en: 'What was sent is no longer kept; only the error code is known.',
  },
})

type Result = ResultOf<typeof explainCoupon>

/** Why coupons were refused: every reason with its numbers, and the one change that would make each usable. */
export function Explanations({ result }: Readonly<{ result: Result }>): ReactNode {
  const t = useTexts(explanationsTexts)
  const { language } = useLanguage()
  const { nameOf } = useShops()
  const { call, at, explanations } = result
  // Only reasons and changes about shops or channels contain codes of them.
  const named = (code: string, text: string) => {
    if (code === 'SHOP') return namedWords(text, nameOf)
    return code === 'CHANNEL' ? namedWords(text, channelNames(language)) : text
  }
  return (
    <Flex vertical gap={8}>
      {call !== undefined && (
        <p className="yq-tight yq-soft" title={call.method}>
          {t.call(refusedCallTitle(call.method, language), call.refusedCode)}
        </p>
      )}
      {call?.isContentRemoved === true && <p className="yq-tight yq-soft">{t.removed}</p>}
      {at !== undefined && <p className="yq-tight yq-soft">{t.at(at)}</p>}
      {explanations.map(({ couponCode, couponName, usable, reasons, nearestChange }) => (
        <Alert
          key={couponCode ?? couponName ?? ''}
          type={usable ? 'success' : 'warning'}
          showIcon
          title={
            <Flex gap={8} wrap>
              <span>{couponName}</span>
              {couponCode !== undefined && <Code text={couponCode} />}
            </Flex>
          }
          description={
            <>
              {usable && <p className="yq-tight">{t.usable}</p>}
              {reasons.map(({ reasonCode, reason, reasonEn }) => (
                <p key={reasonCode} className="yq-tight">
                  {named(reasonCode, language === 'zh' ? reason : reasonEn)}
                </p>
              ))}
              {nearestChange !== undefined && (
                <p className="yq-tight">
                  <strong>
                    {t.change(
                      named(
                        nearestChange.changeCode,
                        language === 'zh' ? nearestChange.change : nearestChange.changeEn,
                      ),
                    )}
                  </strong>
                </p>
              )}
            </>
          }
        />
      ))}
    </Flex>
  )
}
