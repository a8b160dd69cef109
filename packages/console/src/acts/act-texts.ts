import { defineTexts } from '../language/texts.ts'

/** The verbs of the acts, on buttons and titles. */
export const actTexts = defineTexts({
  redeem: { zh: '核销', en: 'Redeem' },
  hold: { zh: '占用', en: 'Hold' },
  release: { zh: '释放占用', en: 'Release' },
  extend: { zh: '延期', en: 'Extend' },
  return: { zh: '退回', en: 'Return' },
  void: { zh: '作废', en: 'Void' },
  issue: { zh: '发券', en: 'Issue' },
})
