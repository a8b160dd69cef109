import { issueCoupons, type MethodDefinition, methods, queryCoupon, redeemCoupon } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { exampleValues, renderSample, type SampleLanguageId, sampleLanguages } from './index.ts'

const target = { url: 'http://gateway.test/router/rest', appKey: '12345678', appSecret: 'helloworld' }

it('writes exactly the JAVA sample of the official page', () => {
  const page = `TaobaoClient client = new DefaultTaobaoClient(url, appkey, secret);
AlibabaAlihealthNrCrmCouponQuerycouponRequest req = new AlibabaAlihealthNrCrmCouponQuerycouponRequest();
AlibabaAlihealthNrCrmCouponQuerycouponRequest.ErpCouponQueryDto obj1 = new AlibabaAlihealthNrCrmCouponQuerycouponRequest.ErpCouponQueryDto();
obj1.setPageSize(10L);
obj1.setPageNum(1L);
obj1.setChannel("erp");
obj1.setPhone("18612255668");
obj1.setCardNo("11112222");
obj1.setCouponCode("11111");
req.setQueryDTO(obj1);
AlibabaAlihealthNrCrmCouponQuerycouponResponse rsp = client.execute(req);
System.out.println(rsp.getBody());`
  expect(renderSample({ language: 'java', definition: queryCoupon })).toEqual({ text: page, highlight: 'java' })
})

it.each<[SampleLanguageId, string]>([
  [
    'dotnet',
    'AlibabaAlihealthNrCrmCouponQuerycouponRequest.ErpCouponQueryDtoDomain obj1 = new AlibabaAlihealthNrCrmCouponQuerycouponRequest.ErpCouponQueryDtoDomain();\nobj1.PageSize = 10L;',
  ],
  ['dotnet', 'req.QueryDTO_ = obj1;'],
  ['php', '$query_d_t_o = new ErpCouponQueryDto;\n$query_d_t_o->page_size="10";'],
  ['php', '$req->setQueryDTO(json_encode($query_d_t_o));\n$resp = $c->execute($req);'],
  ['curl', "-H 'Content-Type:application/x-www-form-urlencoded;charset=utf-8' \\\n"],
  ['python', 'req=top.api.AlibabaAlihealthNrCrmCouponQuerycouponRequest(url,port)'],
  ['c', 'add_param(pRequest,"query_d_t_o","{\\"page_size\\":10,'],
  ['nodejs', "client.execute('alibaba.alihealth.nr.crm.coupon.querycoupon', {\n\t'query_d_t_o':'{\"page_size\":10,"],
])('writes %s like the platform: %s', (language, words) => {
  expect(renderSample({ language, definition: queryCoupon }).text).toContain(words)
})

it('creates a list of objects before setting it, and joins a list of texts', () => {
  const values = { outRequestNo: 'R1', couponCodes: ['a', 'b'], orderId: 'SO', lines: [{ category: '1', amount: '2' }] }
  const { text } = renderSample({ language: 'java', definition: redeemCoupon, values })
  expect(text).toContain(`req.setCouponCodes("a,b");
req.setOrderId("SO");
List<YaoquanCouponRedeemRequest.RedeemedLine> list1 = new ArrayList<YaoquanCouponRedeemRequest.RedeemedLine>();
YaoquanCouponRedeemRequest.RedeemedLine obj2 = new YaoquanCouponRedeemRequest.RedeemedLine();
obj2.setCategory("1");
obj2.setAmount("2");
list1.add(obj2);
req.setLines(list1);`)
})

it('computes the signature of the worked example', () => {
  const values = { query: { pageSize: 10, pageNum: 1, channel: 'erp' } }
  const { text } = renderSample({ language: 'steps', definition: queryCoupon, values, target })
  // md5('helloworld' + base + 'helloworld') by openssl, over the base that the text shows.
  expect(text).toContain(
    'base = app_key12345678formatjsonmethodalibaba.alihealth.nr.crm.coupon.querycouponquery_d_t_o{"page_size":10,"page_num":1,"channel":"erp"}sign_methodmd5timestamp2026-11-24 22:29:00v2.0',
  )
  expect(text).toContain('sign = BF86A1A126757894C46BA3D8BB6307AB')
})

const definitions: readonly MethodDefinition[] = Object.values(methods)
const everySample = definitions.flatMap((definition) => sampleLanguages.map(({ id }) => ({ definition, id })))

it.each(everySample)('contains $definition.name and every parameter of its example in $id', ({ definition, id }) => {
  const { text } = renderSample({ language: id, definition, target })
  const names = Object.entries(definition.request).filter(([property]) => property in exampleValues(definition))
  const classic = definition.name.split('.').filter((word) => word !== 'taobao')
  const spelled = new RegExp(`${definition.name.replaceAll('.', '\\.')}|${classic.join('')}request`, 'i')
  expect(text).toMatch(spelled)
  for (const [property, { wire }] of names) {
    const spellings = [property, wire, wire.replaceAll('_', '')]
    expect(spellings.some((spelling) => text.toLowerCase().includes(spelling.toLowerCase()))).toBe(true)
  }
})

it.each(sampleLanguages)('contains key, secret and session of the target in $id', ({ id }) => {
  const { text } = renderSample({ language: id, definition: queryCoupon, target: { ...target, session: 'SESSION1' } })
  for (const word of [target.appKey, target.appSecret, 'SESSION1']) expect(text).toContain(word)
})

const ownVariables = ['java', 'dotnet', 'php', 'python', 'c'] as const

it.each(ownVariables)('shows in %s the lines of the complete program in order', (id) => {
  for (const definition of definitions) {
    const program = linesOf(renderSample({ language: id, definition, target }).text)
    const shown = linesOf(renderSample({ language: id, definition }).text)
    // The program only adds variables, imports and a frame.
    expect(program.filter((line) => shown.includes(line)).slice(0, shown.length)).toEqual(shown)
  }
})

it('has a frame note for fragments only', () => {
  expect(sampleLanguages.filter(({ frameNote }) => frameNote !== undefined).map(({ id }) => id)).toEqual(ownVariables)
})

it.each(ownVariables)('lists in both notes of %s exactly the lines that the complete program adds', (id) => {
  const shown = linesOf(renderSample({ language: id, definition: queryCoupon }).text)
  const program = linesOf(renderSample({ language: id, definition: queryCoupon, target }).text)
  const punctuation = ['{', '}', 'return 0;']
  const added = program.filter((line) => !shown.includes(line) && !punctuation.includes(line))
  const { frameNote } = sampleLanguages.find((language) => language.id === id) ?? {}
  for (const note of [frameNote?.zh, frameNote?.en]) {
    const said = [...(note ?? '').matchAll(/`([^`]+)`/g)]
      .map(([, code = '']) => code)
      .filter((code) => !shown.includes(code))
    expect(added.filter((line) => !said.some((code) => line.startsWith(code)))).toEqual([])
    expect(said.filter((code) => !added.some((line) => line.startsWith(code)))).toEqual([])
  }
})

const others = sampleLanguages.map(({ id }) => id).filter((id) => !(ownVariables as readonly string[]).includes(id))

it.each(others)('shows in %s the complete program with placeholders for the target', (id) => {
  const placeholders = {
    url: 'http://127.0.0.1:8080/router/rest',
    appKey: 'your-app-key',
    appSecret: 'your-app-secret',
  }
  for (const definition of definitions) {
    const shown = renderSample({ language: id, definition }).text
    expect(shown).toBe(renderSample({ language: id, definition, target: placeholders }).text)
  }
})

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '')
}

it.each([
  [{ query: 'phone' }, 'query must be an object'],
  [{ query: { pageSize: '18612255668', pageNum: 1 } }, 'query.pageSize must be an integer'],
  [{ query: { phone: 18612255668 } }, 'query.phone must be a string'],
])('refuses %j without repeating the value', (values, message) => {
  expect(() => renderSample({ language: 'go', definition: queryCoupon, values })).toThrow(new TypeError(message))
})

it('refuses a value that is not a list', () => {
  expect(() =>
    renderSample({ language: 'go', definition: issueCoupons, values: { outRequestNo: 'R', coupons: {} } }),
  ).toThrow('coupons must be an array')
})
