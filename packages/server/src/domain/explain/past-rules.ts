import { type PolicyReader, readPolicy, type VersionedPolicy } from '#domain/policy/seller-policy'
import type { StoredGroups } from '#domain/shops/shop-group-store'
import { publishedFromMs } from '#domain/templates/template'
import type { StoredTemplate, TemplateReader } from '#domain/templates/template-store'
import {
  type LaterChanges,
  type PastMoment,
  policySubject,
  type RuleHistory,
  type RuleSubject,
  shopGroupSubject,
  templateSubject,
} from './rule-history.ts'

/** The rules of a seller as they were at a moment. */
export interface PastRules {
  findPolicy(): Promise<VersionedPolicy>
  /** The shops of a group, as a comma list; undefined where it did not exist. */
  findGroup(name: string): Promise<string | undefined>
  /** The newest version of then; undefined where there was none. */
  findTemplate(couponId: string): Promise<StoredTemplate | undefined>
  /** The newest version of then that was published by a time. */
  findPublishedTemplate(couponId: string, byMs: number): Promise<StoredTemplate | undefined>
}

export type RuleSources = Readonly<{
  rules: RuleHistory
  /** These two answer what is stored, not what was a moment ago. */
  policies: Pick<PolicyReader, 'findPolicy'>
  groups: Pick<StoredGroups, 'findGroup'>
  templates: Pick<TemplateReader, 'findTemplate'>
}>

/** Thrown if the rules of a moment were removed with old events of the seller. */
export class RulesRemoved extends Error {
  override readonly name = 'RulesRemoved'
}

/** Rules never change without an event, which has what held before it. */
export function pastRules(sources: RuleSources, sellerId: string, moment: PastMoment): PastRules {
  const { rules, policies, groups, templates } = sources

  /** @throws RulesRemoved */
  async function changesOf(subject: RuleSubject): Promise<Readonly<{ count: number; first: FirstChange | undefined }>> {
    const { count, first } = await rules.findLaterChanges(sellerId, subject, moment)
    if (first === 'removed') throw new RulesRemoved(subject)
    return { count, first }
  }

  async function findTemplate(couponId: string): Promise<StoredTemplate | undefined> {
    const present = await templates.findTemplate(sellerId, couponId)
    const { first } = await changesOf(templateSubject(couponId))
    if (first === undefined) return present
    if (first.before === undefined) return undefined
    const { version }: Readonly<{ version: number }> = JSON.parse(first.before)
    const found = await templates.findTemplate(sellerId, couponId, version)
    return found && { ...found, newestVersion: version, isClosed: first.kind === 'template_reopened' }
  }

  return {
    async findPolicy() {
      const present = await policies.findPolicy(sellerId)
      const { count, first } = await changesOf(policySubject)
      if (first?.before === undefined) return present
      return { policy: readPolicy(first.before), version: present.version - count, setAtMs: undefined }
    },
    async findGroup(name) {
      const present = await groups.findGroup(sellerId, name)
      const { first } = await changesOf(shopGroupSubject(name))
      if (first === undefined) return present?.shops
      const { shops: before }: Readonly<{ shops?: string }> = JSON.parse(first.before ?? '{}')
      return before
    },
    findTemplate,
    async findPublishedTemplate(couponId, byMs) {
      let template = await findTemplate(couponId)
      while (template !== undefined) {
        const fromMs = publishedFromMs(template.terms)
        if (fromMs !== undefined && fromMs <= byMs) return template
        const { newestVersion, isClosed, version } = template
        const earlier = version === 1 ? undefined : await templates.findTemplate(sellerId, couponId, version - 1)
        template = earlier && { ...earlier, newestVersion, isClosed }
      }
      return undefined
    },
  }
}

type FirstChange = Exclude<LaterChanges['first'], 'removed' | undefined>
