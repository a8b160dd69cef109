import { object, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { omittedInSample, redemptionFields } from './redemption-fields.ts'
import { resultOf } from './write-fields.ts'

export const getRedemption = defineMethod({
  name: 'yaoquan.redemption.get',
  title: { zh: '查询一次核销', en: 'Get a redemption' },
  description: {
    zh: '按核销号查询一次核销及其是否已退回，上传的离线核销还有现在的裁定；不写入任何内容',
    en: 'Returns a redemption by its id, whether it was returned and, if a till uploaded it, its present verdict; writes nothing',
  },
  ...reads(category.coupons),
  examples: { redemptionId: '4F7Q2M9KX3TRW8GE', couponCode: 'SAMPLE-REDEMPTION', orderId: 'SO-REDEMPTION' },
  request: {
    redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', {
      required: true,
      maxLength: 32,
    }),
  },
  ...resultOf(
    'GetRedemptionResult',
    {
      redemption: object(
        'redemption',
        { typeName: 'RedemptionRecord', fields: redemptionFields },
        '核销',
        'The redemption',
      ),
    },
    omittedInSample('result.redemption'),
  ),
  errorCodes: [businessErrors.redemptionNotFound],
})
