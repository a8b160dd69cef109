import { defineTexts } from '../language/texts.ts'

/** The kinds of events of the audit trail, in words. */
export const kindTexts = defineTexts({
  operator: { zh: '操作员', en: 'operator' },
  app: { zh: '应用', en: 'app' },
  webhook: { zh: 'webhook', en: 'webhook' },
  unmasked: { zh: '查看完整手机号', en: 'phones unmasked' },
  job: { zh: '任务', en: 'job' },
  exported: { zh: '导出', en: 'export' },
  alarm: { zh: '告警', en: 'alarm' },
  policy: { zh: '规则', en: 'policy' },
  retention: { zh: '保留期限', en: 'retention' },
  shop_group: { zh: '门店组', en: 'shop group' },
  shop: { zh: '门店', en: 'shops' },
  category: { zh: '品类', en: 'categories' },
  template_saved: { zh: '保存模板', en: 'template saved' },
  template_closed: { zh: '停止领取', en: 'claiming stopped' },
  template_reopened: { zh: '恢复领取', en: 'claiming reopened' },
  codes_reserved: { zh: '预留券码', en: 'codes reserved' },
  member_erased: { zh: '删除会员', en: 'member erased' },
  member_merged: { zh: '合并会员', en: 'members merged' },
  member_unmerged: { zh: '撤销合并', en: 'merge undone' },
})
