import { couponColumns } from '@yaoquan/api'
import type { Command } from 'commander'
import { masterKey, storePlace } from '#administration/open-administration'
import { jsonOption, plainKey, type SellerFlags, sellerCommand } from '#options/data-options'
import type { ProposedTemplates } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { localized, OperationFault, print, printResult, say } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

type TemplatesFlags = SellerFlags & Readonly<{ template?: string }>

/** `yaoquan shadow templates`: drafts of templates, from what was learned. */
export function addShadowTemplates(shadow: Command): void {
  sellerCommand(
    shadow,
    'templates',
    say('由学到的券拟出模板草稿', 'drafts of templates from the coupons that were learned'),
  )
    .option(
      '--template <id>',
      say('只输出此模板的草稿，供 template save', 'print only the draft of this template, for template save'),
      plainKey,
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(templates)
}

async function templates({ template, ...flags }: TemplatesFlags): Promise<void> {
  const { proposeTemplates } = await import('#server')
  const proposed = await proposeTemplates({ ...storePlace(flags), ...masterKey(), sellerId: flags.seller })
  if (template === undefined) return printResult(flags, documentOf(proposed), textOf(proposed))
  const found = proposed.drafts.find(({ couponId }) => couponId === template)
  if (found?.draft !== undefined) return print(JSON.stringify(found.draft, undefined, 2))
  const differing = namesOf(found?.differing ?? []).join(say('、', ', '))
  throw found === undefined
    ? new OperationFault(`没有模板 ${template} 的草稿`, `there is no draft of template ${template}`)
    : new OperationFault(
        `模板 ${template} 的券不一致：${differing}`,
        `coupons of template ${template} differ: ${differing}`,
      )
}

type Draft = ProposedTemplates['drafts'][number]

function namesOf(terms: Draft['differing']): readonly string[] {
  return columnsOf(terms).map(localized)
}

function columnsOf(terms: Draft['differing']) {
  const names = new Set(terms.map((term) => term.replace(/Fen$/, '')))
  return Object.entries(couponColumns).flatMap(([name, column]) => (names.has(name) ? [column] : []))
}

function textOf({ drafts, existing, unlisted }: ProposedTemplates): string {
  const notes = [
    ...(existing.length === 0
      ? []
      : [say(`已有模板：${existing.length}`, `templates that exist already: ${existing.length}`)]),
    ...(unlisted === 0 ? [] : [say(`未列出的券：${unlisted}`, `coupons not listed: ${unlisted}`)]),
  ]
  return [listText(columns, drafts, 'templates'), ...notes].join('\n')
}

const columns: readonly Column<Draft>[] = [
  [say('模板', 'template'), ({ couponId }) => couponId],
  [say('名称', 'name'), ({ draft }) => draft?.['coupon_name'] ?? '-'],
  [say('券', 'coupons'), ({ coupons }) => coupons],
  [say('草稿', 'draft'), ({ draft }) => (draft === undefined ? say('无', 'no') : say('有', 'yes'))],
  [say('须补充', 'to be completed'), ({ missing }) => missing.join(' ') || '-'],
  [say('券之间不同', 'coupons differ in'), ({ differing }) => namesOf(differing).join(' ') || '-'],
]

function documentOf({ drafts, existing, unlisted }: ProposedTemplates): object {
  return {
    templates: drafts.map(({ couponId, coupons, differing, missing, draft = null }) => ({
      coupon_id: couponId,
      coupons,
      differing: columnsOf(differing).map(({ wire }) => wire),
      missing,
      draft,
    })),
    existing,
    unlisted_coupons: unlisted,
  }
}

const notes = helpNotes({
  notes: say(
    `同一 coupon_id 的券条款相同时拟出草稿：面额、门槛、门店、品类、说明，以及固定有效期或发放后的天数。库存、限领、成本承担方等应答中没有的，由人补充。没有面额的券类型无法得知，列为须补充；有面额的按满减或现金拟出，每满减、赠品等须由人改正。草稿的 state 为 draft，保存后不会开放领取。读取连锁的全部券，不写入。`,
    `Coupons of one coupon_id with equal terms make a draft: amounts, shops, categories, description, and fixed dates or days from the issue. Stock, limits, who pays and all else that answers do not tell is for a person to complete. Of coupons without an amount they do not tell the kind, which is listed as to be completed; those with one are drafted as a reduction or cash, which a person corrects where it is a step or a gift. A draft has state draft, so saving it opens no claims. Reads all coupons of the seller and writes nothing.`,
  ),
  examples: [
    'yaoquan shadow templates --data ./shadow-data --seller 111',
    'yaoquan shadow templates --data ./shadow-data --seller 111 --template 11 > 11.json',
  ],
})
