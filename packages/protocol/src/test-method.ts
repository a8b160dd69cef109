import { defineMethod } from '@yaoquan/api'

const description = { zh: '测试', en: 'made up for tests' }

const ticket = {
  code: { kind: 'text', wire: 'ticket_code', required: true, example: 'a', maxLength: 5, description },
  count: { kind: 'number', wire: 'count', required: false, example: 1, min: -5, max: 5, description },
  isOpen: { kind: 'boolean', wire: 'is_open', required: false, example: true, description },
  note: { kind: 'text', wire: 'constructor', required: false, verbatim: true, example: ' ', description },
  tags: {
    kind: 'list',
    wire: 'tags',
    required: false,
    itemTag: 'string',
    item: { kind: 'text', example: 'x', maxLength: 4 },
    description,
  },
} as const

const owner = {
  kind: 'object',
  wire: 'owner',
  required: false,
  typeName: 'Owner',
  description,
  fields: {
    colour: { kind: 'text', wire: 'colour', required: false, oneOf: ['red', 'blue'], example: 'red', description },
  },
} as const

/** A method for tests, with every kind of field in every nesting that definitions allow. */
export const testMethod = defineMethod({
  name: 'taobao.made.up',
  title: description,
  description,
  category: description,
  scope: 'none',
  effect: 'write',
  request: {
    name: { kind: 'text', wire: 'name', required: true, example: 'x', maxLength: 10, description },
    size: { kind: 'number', wire: 'size', required: false, example: 1, min: 0, max: 9, description },
    isDry: { kind: 'boolean', wire: 'is_dry', required: false, example: true, description },
    shops: {
      kind: 'list',
      wire: 'shops',
      required: false,
      itemTag: 'string',
      maxItems: 5,
      item: { kind: 'text', example: '01' },
      description,
    },
    tickets: {
      kind: 'list',
      wire: 'tickets',
      required: false,
      itemTag: 'ticket',
      minItems: 1,
      maxItems: 4,
      item: { kind: 'object', typeName: 'Ticket', fields: ticket },
      description,
    },
    order: {
      kind: 'object',
      wire: 'order_d_t_o',
      required: false,
      typeName: 'OrderDTO',
      description,
      fields: {
        owner,
        tickets: {
          kind: 'list',
          wire: 'lines',
          required: true,
          itemTag: 'ticket',
          item: { kind: 'object', typeName: 'Ticket', fields: ticket },
          description,
        },
      },
    },
  },
  response: {
    isFirst: { kind: 'boolean', wire: 'is_first', required: false, example: true, description },
    owner,
    tickets: {
      kind: 'list',
      wire: 'tickets',
      required: true,
      itemTag: 'ticket',
      item: { kind: 'object', typeName: 'Ticket', fields: ticket },
      description,
    },
    names: {
      kind: 'list',
      wire: 'names',
      required: true,
      itemTag: 'string',
      item: { kind: 'text', example: 'x' },
      description,
    },
  },
  errorCodes: [],
})
