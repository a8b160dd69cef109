import {
  decideShadow,
  listShadows,
  type RequestOf,
  type ResponseOf,
  routeShadow,
  type ShadowConditionName,
  type ShadowRouteName,
  setShadowConditions,
  shadowConditionNames,
  shadowGoalOf,
  shadowGoalRule,
} from '@yaoquan/api'
import type { NoticeRecorder } from '#domain/events/event-store'
import { type ChangedRoute, shadowRouteNotice } from '#domain/events/notices'
import type { Method } from '#methods/method'
import { noticeOrigin } from './act-request.ts'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

export type ShownShadows = NonNullable<ResponseOf<typeof listShadows>['result']['shadows']>

/** What a person decides about a run of the seller, which its port names. */
type OfRun = Readonly<{ sellerId: string; port: number; nowMs: number }>

export type ShadowDecision = OfRun &
  Readonly<{ kind: string; isWithdrawn: boolean; isSoFar: boolean; reason: string; by: string }>

export type ShadowConditions = OfRun & Readonly<{ conditions: Readonly<Partial<Record<ShadowConditionName, number>>> }>

export type ShadowRouteWish = OfRun &
  Readonly<{
    appKey: string
    method: string | undefined
    to: ShadowRouteName
    reason: string
    by: string
    isConfirmed: boolean
  }>

/** `not-found`: the seller has no run of that port; `busy`: another process is writing decisions; `damaged`: their file cannot be read. */
export type ShadowOutcome = 'done' | keyof typeof refusals

/** The shadow runs in the data folder of this server. */
export type ShadowRuns = Readonly<{
  /** @param choice of which calls their days have */
  list(sellerId: string, choice?: RequestOf<typeof listShadows>): ShownShadows | Extract<ShadowOutcome, 'damaged'>
  decide(decision: ShadowDecision): ShadowOutcome
  setConditions(conditions: ShadowConditions): ShadowOutcome
  /** @param record keeps the change before it holds */
  route(wish: ShadowRouteWish, record: (changed: ChangedRoute) => Promise<void>): Promise<ShadowOutcome>
}>

export type ShadowDependencies = Readonly<{ shadows: ShadowRuns }>

/** The shadow runs of the seller. */
export function listShadowsMethod({ shadows }: ShadowDependencies): Method<typeof listShadows> {
  return {
    definition: listShadows,
    async call(choice, { sellerId }) {
      const listed = shadows.list(sellerId, choice)
      if (typeof listed === 'string') return { result: { shadows: [], ...consoleRefusal(refusals[listed]) } }
      return { result: { shadows: listed, success: true } }
    },
  }
}

/** Accepts a class of deviations, or withdraws that. */
export function decideShadowMethod({ shadows }: ShadowDependencies): Method<typeof decideShadow> {
  return {
    definition: decideShadow,
    async call({ port, kind, reason, withdraw = false, soFar = false }, { sellerId, actor, nowMs }) {
      const by = actor.replace(/^operator:/, '')
      const decided = { sellerId, port, kind, isWithdrawn: withdraw, isSoFar: soFar, reason, by, nowMs }
      return { result: shadowResult(shadows.decide(decided), kind) }
    },
  }
}

/** Replaces the conditions of the switch. */
export function setShadowConditionsMethod({ shadows }: ShadowDependencies): Method<typeof setShadowConditions> {
  return {
    definition: setShadowConditions,
    async call({ port, conditions }, { sellerId, nowMs }) {
      const goals: Partial<Record<ShadowConditionName, number>> = {}
      for (const name of shadowConditionNames) {
        const [given, again] = conditions.filter((condition) => condition.name === name)
        if (given === undefined) continue
        if (again !== undefined) {
          return { result: invalidSetting(name, { zh: '只能给出一次', en: 'must be given once' }) }
        }
        const goal = shadowGoalOf(name, given.goal)
        if (goal === undefined) return { result: invalidSetting(name, shadowGoalRule(name)) }
        goals[name] = goal
      }
      return { result: shadowResult(shadows.setConditions({ sellerId, port, conditions: goals, nowMs }), '') }
    },
  }
}

/** Says who answers calls. The event is recorded first: without it nothing changes. */
export function routeShadowMethod({
  shadows,
  notices,
}: ShadowDependencies & Readonly<{ notices: NoticeRecorder }>): Method<typeof routeShadow> {
  return {
    definition: routeShadow,
    async call({ port, appKey, method, to, reason, confirm: isConfirmed = false }, context) {
      const { sellerId, actor, nowMs } = context
      const by = actor.replace(/^operator:/, '')
      const wish = { sellerId, port, nowMs, appKey: appKey.trim(), method: method?.trim(), to, reason, by, isConfirmed }
      const outcome = await shadows.route(wish, (changed) =>
        notices.recordNotice(shadowRouteNotice(noticeOrigin(context), changed)),
      )
      return { result: routeResult(outcome, method) }
    },
  }
}

function routeResult(outcome: ShadowOutcome, method = '') {
  return outcome === 'done' ? { success: true } : consoleRefusal(refusals[outcome], { method, most: maxShadowRoutes })
}

const refusals = {
  'not-found': 'shadowNotFound',
  unknown: 'shadowClassUnknown',
  'not-accepted': 'shadowNotAccepted',
  full: 'shadowDecisionsFull',
  busy: 'shadowBusy',
  damaged: 'shadowDecisionsDamaged',
  'unknown-method': 'shadowMethodUnknown',
  'no-ours': 'shadowOursMissing',
  'routes-full': 'shadowRoutesFull',
  'loses-writes': 'shadowLosesWrites',
  'routes-damaged': 'shadowRoutesDamaged',
} as const

function shadowResult(outcome: ShadowOutcome, kind: string) {
  return outcome === 'done' ? { success: true } : consoleRefusal(refusals[outcome], { kind, most: maxShadowDecisions })
}

/** Decisions of a run at most. */
export const maxShadowDecisions = 2_000

/** Routes of a run at most. */
export const maxShadowRoutes = 500
