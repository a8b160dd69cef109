import type { UseQueryResult } from '@tanstack/react-query'
import { figureLeaders, type RequestOf } from '@yaoquan/api'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { channelText } from '../names/channel-text.ts'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  none: { zh: '（未填）', en: '(none)' },
  rest: { zh: '未单独统计', en: 'not counted separately' },
})

export type Leaders = ResultOf<typeof figureLeaders>
export type Leader = Leaders['templates'][number]

export type LeaderRequest = RequestOf<typeof figureLeaders>

/** The templates, channels and shops with most redemptions: one call for all cards that show some of them. */
export function useLeaders(input: LeaderRequest): UseQueryResult<Leaders, Error> {
  return useRead(figureLeaders, input, { keepsFormer: true })
}

/** How a template, channel or shop is named. */
export function useLeaderNames(): Readonly<{
  template: (leader: Leader) => string
  channel: (leader: Leader) => string
  shop: (leader: Leader) => string
}> {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const special = (code: string) => (code === '' ? t.none : code === '*' ? t.rest : undefined)
  return {
    template: ({ code, name }) => special(code) ?? name ?? code,
    channel: ({ code }) => special(code) ?? channelText(code, language),
    shop: ({ code, name }) => special(code) ?? (name === undefined ? code : `${name} (${code})`),
  }
}
