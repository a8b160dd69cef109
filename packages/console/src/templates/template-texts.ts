import { defineTexts } from '../language/texts.ts'

/** The one word of each kind of template. */
export const kindTexts = defineTexts({
  full_reduction: { zh: '满减', en: 'Amount off' },
  step: { zh: '每满减', en: 'Off per step' },
  discount: { zh: '折扣', en: 'Percent off' },
  cash: { zh: '现金', en: 'Cash' },
  gift: { zh: '赠品', en: 'Gift' },
})

/** The one word of each state of a template. */
export const stateTexts = defineTexts({
  draft: { zh: '草稿', en: 'Draft' },
  pending: { zh: '待审批', en: 'Waits for approval' },
  waiting: { zh: '未开始', en: 'Not started' },
  open: { zh: '领取中', en: 'Open' },
  stopped: { zh: '已停领', en: 'Stopped' },
  ended: { zh: '已结束', en: 'Ended' },
})
