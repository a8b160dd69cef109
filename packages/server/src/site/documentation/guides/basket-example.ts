/** The sale of the guide "basket": the till's request before payment, and the redemption with the quote. */
export const basketExample = {
  evaluate: {
    phone: '18612255668',
    shop: '01',
    lines: [
      { lineNo: 1, goodsId: '6901', category: '10,1001', quantity: '2', amount: '140.00', drugClass: 'otc_a' },
      { lineNo: 2, goodsId: '6902', category: '10,1002', quantity: '1', amount: '90.00' },
    ],
  },
  redeem: {
    outRequestNo: 'REDEEM-20261124-0002',
    couponCodes: ['111aaa'],
    orderId: 'SO-1001',
    quoteId: 'q1.AbCdEf',
  },
} as const
