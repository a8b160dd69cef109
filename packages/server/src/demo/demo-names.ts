/** The demo's fixed names, so that a later start finds them again. */
export const demoSellerId = '111'
export const demoAppKey = '10000111'
