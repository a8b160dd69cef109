import type { DrugClass } from './basket.ts'
import type { Weekday } from './coupon.ts'

/** A seller's rules for all of its coupons. */
export type ChainPolicy = Readonly<{
  /** Most coupons on one order, 1..20; gifts do not count. */
  maxPerOrder: number
  /** Whether thresholds and percentages count what the scope costs at first, or what earlier coupons left. */
  thresholdBase: 'original' | 'remaining'
  insured: InsuredPolicy
  memberDays: MemberDays
  rulePacks: readonly RulePack[]
}>

/**
 * What insurance pays counts for coupons: no line of which it pays anything, the rest of such a line, or the whole line.
 * Coupons never reduce more than the member pays.
 */
export type InsuredPolicy = 'exclude_line' | 'exclude_amount' | 'include'

/** A day is a member day if either list has it. */
export type MemberDays = Readonly<{
  weekdays: readonly Weekday[]
  /** 1..31. */
  daysOfMonth: readonly number[]
}>

/** A named, versioned list of rules that exclude lines from every coupon. */
export type RulePack = Readonly<{
  pack: string
  version: number
  rules: readonly ExclusionRule[]
}>

/** Excludes lines of any of the drug classes, or with any of the tags. */
export type ExclusionRule = Readonly<{
  rule: string
  drugClasses?: readonly DrugClass[] | undefined
  tags?: readonly string[] | undefined
}>

/** The policy of a new seller. */
export const defaultPolicy: ChainPolicy = {
  maxPerOrder: 5,
  thresholdBase: 'original',
  insured: 'exclude_line',
  memberDays: { weekdays: [], daysOfMonth: [] },
  rulePacks: [],
}
