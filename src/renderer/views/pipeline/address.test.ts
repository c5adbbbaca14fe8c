import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress } from './address'

describe('the address of the pipeline', () => {
  it('names a node or a step and what stands on the ways, and back', () => {
    for (const address of [
      '/pipeline',
      '/pipeline?node=ksql&show=lag',
      '/pipeline?step=connector',
      '/pipeline?show=errors',
    ])
      expect(formatAddress(parseAddress(new URL(address, 'http://x').searchParams))).toBe(address)
  })

  it('takes nonsense for what is shown without it', () => {
    const parse = (search: string) => parseAddress(new URLSearchParams(search))
    expect(parse('node=&step=&show=everything')).toEqual({ node: null, step: null, show: 'rates' })
    expect(parse('node=a&step=b')).toEqual({ node: 'a', step: null, show: 'rates' })
    expect(parse(`node=${'n'.repeat(500)}`).node).toHaveLength(60)
  })
})
