import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress } from './address'

describe('the address of the logs', () => {
  it('says what is looked for', () => {
    const address = { level: 'warn' as const, source: 'restProxy' as const, text: 'a&b c' }
    expect(parseAddress(new URL(`http://x${formatAddress(address)}`).search)).toEqual(address)
    expect(formatAddress(parseAddress(''))).toBe('/logs')
  })

  it('leaves out what makes no sense', () => {
    expect(parseAddress('?level=loud&source=nobody&text=')).toEqual({ level: 'debug', source: null, text: '' })
    expect(parseAddress(`?text=${'x'.repeat(500)}`).text).toHaveLength(200)
  })
})
