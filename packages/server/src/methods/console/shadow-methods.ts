import {
  decideShadow,
  listShadows,
  type ResponseOf,
  type ShadowConditionName,
  setShadowConditions,
  shadowConditionNames,
  shadowGoalOf,
  shadowGoalRule,
} from '@yaoquan/api'
import type { Method } from '#methods/method'
import { consoleRefusal, invalidSetting } from './console-refusal.ts'

export type ShownShadows = NonNullable<ResponseOf<typeof listShadows>['result']['shadows']>

/** What a person decides about a run of the seller, which its port names. */
type OfRun = Readonly<{ sellerId: string; port: number; nowMs: number }>

export type ShadowDecision = OfRun &
  Readonly<{ kind: string; isWithdrawn: boolean; isSoFar: boolean; reason: string; by: string }>

export type ShadowConditions = OfRun & Readonly<{ conditions: Readonly<Partial<Record<ShadowConditionName, number>>> }>

/** `not-found`: the seller has no run of that port; `busy`: another process is writing decisions; `damaged`: their file cannot be read. */
export type ShadowOutcome = 'done' | 'not-found' | 'unknown' | 'not-accepted' | 'full' | 'busy' | 'damaged'

/** The shadow runs in the data folder of this server. */
export type ShadowRuns = Readonly<{
  list(sellerId: string): ShownShadows | Extract<ShadowOutcome, 'damaged'>
  decide(decision: ShadowDecision): ShadowOutcome
  setConditions(conditions: ShadowConditions): ShadowOutcome
}>

export type ShadowDependencies = Readonly<{ shadows: ShadowRuns }>

/** The shadow runs of the seller. */
export function listShadowsMethod({ shadows }: ShadowDependencies): Method<typeof listShadows> {
  return {
    definition: listShadows,
    async call(_input, { sellerId }) {
      const listed = shadows.list(sellerId)
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
        if (again !== undefined) return { result: invalidSetting(name, '只能给出一次') }
        const goal = shadowGoalOf(name, given.goal)
        if (goal === undefined) return { result: invalidSetting(name, shadowGoalRule(name).zh) }
        goals[name] = goal
      }
      return { result: shadowResult(shadows.setConditions({ sellerId, port, conditions: goals, nowMs }), '') }
    },
  }
}

const refusals = {
  'not-found': 'shadowNotFound',
  unknown: 'shadowClassUnknown',
  'not-accepted': 'shadowNotAccepted',
  full: 'shadowDecisionsFull',
  busy: 'shadowBusy',
  damaged: 'shadowDecisionsDamaged',
} as const

function shadowResult(outcome: ShadowOutcome, kind: string) {
  return outcome === 'done' ? { success: true } : consoleRefusal(refusals[outcome], { kind, most: maxShadowDecisions })
}

/** Decisions of a run at most. */
export const maxShadowDecisions = 2_000
