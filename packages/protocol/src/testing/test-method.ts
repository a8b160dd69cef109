import { boolean, defineMethod, list, number, object, text } from '@yaoquan/api'

const zh = '测试'
const en = 'made up for tests'
const description = { zh, en }

const ticket = {
  code: text('ticket_code', 'a', zh, en, { required: true, maxLength: 5 }),
  count: number('count', 1, zh, en, { min: -5, max: 5 }),
  isOpen: boolean('is_open', true, zh, en),
  note: text('constructor', ' ', zh, en, { verbatim: true }),
  tags: list('tags', { itemTag: 'string', item: { kind: 'text', example: 'x', maxLength: 4 } }, zh, en),
} as const

const tickets = { itemTag: 'ticket', item: { kind: 'object', typeName: 'Ticket', fields: ticket } } as const
const colour = text('colour', 'red', zh, en, { oneOf: ['red', 'blue'] })
const owner = object('owner', { typeName: 'Owner', fields: { colour } }, zh, en)
const order = { owner, tickets: list('lines', tickets, zh, en, { required: true }) } as const
const names = { itemTag: 'string', item: { kind: 'text', example: 'x' } } as const

/** A method for tests, with every kind of field in every nesting that definitions allow. */
export const testMethod = defineMethod({
  name: 'taobao.made.up',
  title: description,
  description,
  category: description,
  scope: 'none',
  effect: 'write',
  request: {
    name: text('name', 'x', zh, en, { required: true, maxLength: 10 }),
    size: number('size', 1, zh, en, { min: 0, max: 9 }),
    isDry: boolean('is_dry', true, zh, en),
    shops: list('shops', names, zh, en, { maxItems: 5 }),
    tickets: list('tickets', tickets, zh, en, { minItems: 1, maxItems: 4 }),
    order: object('order_d_t_o', { typeName: 'OrderDTO', fields: order }, zh, en),
  },
  response: {
    isFirst: boolean('is_first', true, zh, en),
    owner,
    tickets: list('tickets', tickets, zh, en, { required: true }),
    names: list('names', names, zh, en, { required: true }),
  },
  errorCodes: [],
})
