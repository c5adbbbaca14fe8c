import { describe, expect, it } from 'vitest'
import { scramClient } from './scram'

/** The exchange of RFC 7677, section 3. */
const user = { username: 'user', password: 'pencil' }
const nonce = 'rOprNGfwEbeRWgbNEkqO'
const serverFirst = `r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`

describe('a login by SCRAM', () => {
  it('says what the standard’s example says', async () => {
    const client = scramClient('sha256', user, nonce)
    expect(client.first()).toBe(`n,,n=user,r=${nonce}`)
    expect(await client.final(serverFirst)).toBe(
      `c=biws,r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
    )
    expect(() => client.verify('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).not.toThrow()
  })

  it('does not trust a server that does not know the password', async () => {
    const client = scramClient('sha256', user, nonce)
    await client.final(serverFirst)
    expect(() => client.verify('v=AAAA')).toThrow('could not prove')
    expect(() => client.verify('e=invalid-proof')).toThrow('invalid-proof')
  })

  it.each([
    '',
    'r=other,s=AA==,i=4096',
    `r=${nonce},s=AA==,i=4096`,
    `r=${nonce}x,s=AA==,i=0`,
    `r=${nonce}x,s=AA==,i=99999999`,
  ])('refuses the first message %j', async message => {
    await expect(scramClient('sha512', user, nonce).final(message)).rejects.toThrow('SCRAM')
  })

  it('writes a user’s name so that it cannot be taken for a field', () => {
    expect(scramClient('sha256', { username: 'a=b,c', password: '' }, 'x').first()).toBe('n,,n=a=3Db=2Cc,r=x')
  })
})
