import { boolean, countOf, listOf, text, texts } from '../language/fields.ts'
import { alreadyDone } from './write-fields.ts'

/** The most entries of one save. */
export const entriesOfSave = { required: true, minItems: 1, maxItems: 500 } as const

const named = { required: true, maxLength: 64 } as const
const changedAt = text('changed_at', '2026-11-24 22:29:00', '最近一次变更的时间', 'Time of the last change (GMT+8)', {
  required: true,
})

const shopCode = text('code', '01', '门店编码，与收银传的 shop 相同', 'Code, as tills send it in shop', named)
const shopName = text('name', '朝阳店', '门店名称', 'Name', named)

/** A shop as it is sent. */
export const shopRowFields = {
  code: shopCode,
  name: shopName,
  city: text('city', '北京', '城市；不传则不变，传空则清除', 'City; absent: unchanged; blank: removed', {
    verbatim: true,
    maxLength: 64,
  }),
  closed: boolean(
    'closed',
    false,
    '是否已闭店；不传则不变，新门店缺省否',
    'Whether it was closed down; absent: unchanged, false for a new one',
  ),
} as const

/** A shop as it is stored. */
export const shopFields = {
  code: shopCode,
  name: shopName,
  city: text('city', '北京', '城市', 'City'),
  closed: boolean('closed', false, '是否已闭店', 'Whether it was closed down', { required: true }),
  groups: listOf(
    'groups',
    texts('华东'),
    '所在的门店组，按名称排序',
    'Groups of shops that have it, in order of their names',
  ),
  changedAt,
} as const

const categoryCode = text(
  'code',
  '1001',
  '品类编码，与商品行的 category 相同',
  'Code, as lines have it in category',
  named,
)
const categoryName = text('name', '感冒用药', '品类名称', 'Name', named)

/** A category as it is sent. */
export const categoryRowFields = {
  code: categoryCode,
  name: categoryName,
  parentCode: text(
    'parent_code',
    '10',
    '上级品类的编码；不传则不变，传空则清除',
    'Code of the category above it; absent: unchanged; blank: removed',
    { verbatim: true, maxLength: 64 },
  ),
} as const

/** A category as it is stored. */
export const categoryFields = {
  code: categoryCode,
  name: categoryName,
  parentCode: text('parent_code', '10', '上级品类的编码', 'Code of the category above it'),
  changedAt,
} as const

export const savedEntries = {
  alreadyDone,
  createdCount: countOf('created_count', '新建数', 'Entries that are new', 1),
  changedCount: countOf('changed_count', '修改数', 'Entries that were changed'),
  unchangedCount: countOf('unchanged_count', '与已有内容相同的数', 'Entries that were as sent before'),
} as const

/** The columns of files, by property: the name on the wire, and the Chinese one. */
export const shopColumns = {
  code: { wire: shopRowFields.code.wire, zh: '门店编码' },
  name: { wire: shopRowFields.name.wire, zh: '门店名称' },
  city: { wire: shopRowFields.city.wire, zh: '城市' },
  closed: { wire: shopRowFields.closed.wire, zh: '已闭店' },
} as const

/** Like `shopColumns`, for categories. */
export const categoryColumns = {
  code: { wire: categoryRowFields.code.wire, zh: '品类编码' },
  name: { wire: categoryRowFields.name.wire, zh: '品类名称' },
  parentCode: { wire: categoryRowFields.parentCode.wire, zh: '上级编码' },
} as const
