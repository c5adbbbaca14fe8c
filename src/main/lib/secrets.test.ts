import { describe, expect, it } from 'vitest'
import { withoutSecrets } from './secrets'

describe('a line without secrets', () => {
  it.each([
    ['{"password":"chicago","user":"cta"}', '{"password":"•••","user":"cta"}'],
    ['{"connection.password":"a\\"b"}', '{"connection.password":"•••"}'],
    ['{"sasl":{"username":"u","Password": "p"}}', '{"sasl":{"username":"u","Password": "•••"}}'],
    ['{"apiKey":"k","api_key":12}', '{"apiKey":"•••","api_key":"•••"}'],
    ['{"authorization":"Basic dTpw"}', '{"authorization":"•••"}'],
    [
      '{"url":"postgresql://cta_admin:chicago@127.0.0.1:5432/cta"}',
      '{"url":"postgresql://cta_admin:•••@127.0.0.1:5432/cta"}',
    ],
    [
      '{"msg":"GET http://127.0.0.1:7878/?token=abc&x=1 failed"}',
      '{"msg":"GET http://127.0.0.1:7878/?token=•••&x=1 failed"}',
    ],
    [
      'sasl login required username=\\"u\\" password=\\"p\\";',
      'sasl login required username=\\"u\\" password=\\"•••\\";',
    ],
  ])('%s', (line, shown) => {
    expect(withoutSecrets(line)).toBe(shown)
  })

  it.each([
    '{"level":30,"time":1,"topic":"a","partition":0,"msg":"a topic was made"}',
    '{"url":"http://127.0.0.1:8083/connectors"}',
    '{"at":"http://host:8081/x, mail@example.org"}',
    '{"message":"password authentication failed for user \\"cta_admin\\""}',
  ])('is left as it is when it has none: %s', line => {
    expect(withoutSecrets(line)).toBe(line)
  })

  it('is JSON still', () => {
    const line = JSON.stringify({ config: { 'connection.password': 'p"\\' }, secretCount: 3, list: ['token'] })
    expect(JSON.parse(withoutSecrets(line))).toEqual({
      config: { 'connection.password': '•••' },
      secretCount: '•••',
      list: ['token'],
    })
  })
})
